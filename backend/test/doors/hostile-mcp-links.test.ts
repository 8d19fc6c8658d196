import { expect, test } from 'vitest';
import { createSafeFetch } from '../../src/lib/safe-fetch.ts';
import { makeKey } from '../api-key-client.ts';
import { HOSTILE_HOSTS } from '../hostile-hosts.ts';
import { openTestStudio, storedFiles, temporaryFilesGone } from '../test-studio.ts';
import { openReceiver } from '../webhooks/receiver.ts';

test(`create_task sends nothing to any of ${HOSTILE_HOSTS.length} hostile hosts, nor to a name that leads here`, async () => {
  // The real guard of addresses; names lead to this machine, as those of an attacker may.
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
  const studio = await openTestStudio({ safeFetch: createSafeFetch({ lookup }), work: false });
  const { client } = await makeKey(studio, await studio.user(1000));
  const listener = await openReceiver();
  for (const host of [...HOSTILE_HOSTS, 'rebound.example.com']) {
    for (const protocol of ['https', 'http']) {
      const link = `${protocol}://${host}:${listener.port}/mug.png`;
      const { body } = await client
        .send('post', '/mcp')
        .set('Accept', 'application/json, text/event-stream')
        .send({
          ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
          params: { name: 'create_task', arguments: { model: 'local-basic-clean', image_urls: [link] } },
        });
      const { isError, content } = body.result;
      expect([link, isError, JSON.parse(content[0].text).code]).toEqual([link, true, 'url_refused']);
    }
  }
  expect(listener.connections()).toBe(0);
  expect(await storedFiles(studio)).toEqual([]);
  await temporaryFilesGone(studio);
});
