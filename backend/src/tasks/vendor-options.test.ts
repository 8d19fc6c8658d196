import { expect, test } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import type { TransportRequest } from '../providers/adapter.ts';
import { loadCatalogue } from '../providers/catalogue.ts';
import type { HttpAnswer } from '../providers/http-messages.ts';
import { VendorOptionLists } from './vendor-options.ts';

const voice = (id: string) => ({ voice_id: id, name: id, labels: {} });

test('the list of voices goes on beyond the first page, and ends', async () => {
  const asked: string[] = [];
  const transport = {
    async send(request: TransportRequest) {
      if (request.kind !== 'http') throw new Error('not over HTTP');
      asked.push(request.url);
      const page = Number(/next_page_token=(\d+)/.exec(request.url)?.[1] ?? 0);
      const isLast = page === 2;
      const token = isLast ? null : String(page + 1);
      const body = { voices: [voice(`Voice${page}`)], has_more: !isLast, next_page_token: token };
      return { kind: 'http', status: 200, headers: {}, body } satisfies HttpAnswer;
    },
    collect: () => Promise.reject(new Error('nothing is collected')),
  };
  const lists = new VendorOptionLists({
    ...{ catalogue: await loadCatalogue(), transport, clock: systemClock, temporaryRoot: '/tmp' },
  });
  const listed = await lists.list('elevenlabs-tts', 'voiceId');
  expect(listed.map(({ value }) => value)).toEqual(['Voice0', 'Voice1', 'Voice2']);
  expect(asked).toEqual(
    [0, 1, 2].map((page) => `/v2/voices?page_size=100${page ? `&next_page_token=${page}` : ''}`),
  );
});
