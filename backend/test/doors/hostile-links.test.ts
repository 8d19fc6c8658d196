import { expect, test } from 'vitest';
import { createSafeFetch } from '../../src/lib/safe-fetch.ts';
import { makeKey } from '../api-key-client.ts';
import { HOSTILE_HOSTS } from '../hostile-hosts.ts';
import { TaskClient } from '../task-client.ts';
import { giveMembership, openTestStudio, storedFiles, temporaryFilesGone } from '../test-studio.ts';
import { openReceiver } from '../webhooks/receiver.ts';

/** Every door that fetches an address for its caller, with the order that names the address. */
const DOORS: ReadonlyArray<readonly [path: string, order: (link: string) => object]> = [
  ['/api/external/ai-generation', (link) => ({ model_slug: 'local-basic-clean', input_images: [link] })],
  ['/api/task/create', (link) => ({ type: 'basic_clean', inputImageUrl: link })],
];

const SERVICE_TOKEN = 'the-token-of-a-service-of-the-operator';

/** With the real guard of addresses; names lead to this machine, as those of an attacker may. */
async function open() {
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
  const studio = await openTestStudio({
    safeFetch: createSafeFetch({ lookup }),
    work: false,
    environment: { SERVICE_TOKEN },
  });
  const session = await studio.user(1000);
  await giveMembership(studio, session.account.id);
  const listener = await openReceiver();
  const links = [...HOSTILE_HOSTS, 'rebound.example.com'].flatMap((host) =>
    ['https', 'http'].map((protocol) => `${protocol}://${host}:${listener.port}/mug.png`),
  );
  return { studio, session, listener, links };
}

test.each(DOORS)(
  `%s sends nothing to any of ${HOSTILE_HOSTS.length} hostile hosts, nor to a name that leads here`,
  async (path, order) => {
    const { studio, session, listener, links } = await open();
    const { client } = await makeKey(studio, session);
    for (const link of links) {
      const { status, body } = await client.send('post', path).send(order(link));
      expect([link, status, body.errorCode ?? body.code]).toEqual([link, 400, 'url_refused']);
    }
    expect(listener.connections()).toBe(0);
    expect(await storedFiles(studio)).toEqual([]);
    await temporaryFilesGone(studio);
  },
);

test('a service that delivers results from hostile hosts is sent nowhere either', async () => {
  const { studio, session, listener, links } = await open();
  const { id } = await new TaskClient(studio, session).createTask();
  const service = new TaskClient(studio, { ...session, accessToken: SERVICE_TOKEN });
  for (const link of links) {
    const update = { status: 'success', resultUrls: [link] };
    const { status, body } = await service.send('put', `/api/task/${id}/status`).send(update);
    expect([link, status, body.errorCode]).toEqual([link, 400, 'url_refused']);
  }
  expect(listener.connections()).toBe(0);
  await temporaryFilesGone(studio);
});
