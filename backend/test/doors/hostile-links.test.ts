import { expect, test } from 'vitest';
import { createSafeFetch } from '../../src/lib/safe-fetch.ts';
import { makeKey } from '../api-key-client.ts';
import { HOSTILE_HOSTS } from '../hostile-hosts.ts';
import { openTestStudio, storedFiles, temporaryFilesGone } from '../test-studio.ts';
import { openReceiver } from '../webhooks/receiver.ts';

/** Every door that fetches an address for its caller, with the order that names the address. */
const DOORS: ReadonlyArray<readonly [path: string, order: (link: string) => object]> = [
  ['/api/external/ai-generation', (link) => ({ model_slug: 'local-basic-clean', input_images: [link] })],
];

test.each(DOORS)(
  `%s sends nothing to any of ${HOSTILE_HOSTS.length} hostile hosts, nor to a name that leads here`,
  async (path, order) => {
    // The real guard of addresses; names lead to this machine, as those of an attacker may.
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    const studio = await openTestStudio({ safeFetch: createSafeFetch({ lookup }), work: false });
    const { client } = await makeKey(studio, await studio.user(1000));
    const listener = await openReceiver();
    const links = [...HOSTILE_HOSTS, 'rebound.example.com'].flatMap((host) =>
      ['https', 'http'].map((protocol) => `${protocol}://${host}:${listener.port}/mug.png`),
    );
    for (const link of links) {
      const { status, body } = await client.send('post', path).send(order(link));
      expect([link, status, body.errorCode ?? body.code]).toEqual([link, 400, 'url_refused']);
    }
    expect(listener.connections()).toBe(0);
    expect(await storedFiles(studio)).toEqual([]);
    await temporaryFilesGone(studio);
  },
);
