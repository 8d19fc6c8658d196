import { webhookPayloadSchema } from '@atelier/shared/contracts/webhook';
import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { createSafeFetch } from '../src/lib/safe-fetch.ts';
import type { Delivered, ProviderAdapter } from '../src/providers/adapter.ts';
import { type Catalogue, loadCatalogue } from '../src/providers/catalogue.ts';
import { bearer } from '../src/providers/connection.ts';
import { makeKey } from './api-key-client.ts';
import { BatchClient } from './batch-client.ts';
import { listen } from './doors/picture-server.ts';
import { FakePictures } from './fake-pictures.ts';
import { readZip } from './read-zip.ts';
import { TaskClient } from './task-client.ts';
import { eventually, makeOperator, openTestStudio } from './test-studio.ts';
import { openReceiver } from './webhooks/receiver.ts';
import { toLoopback } from './webhooks/to-loopback.ts';

const ENDS_AT = '2099-01-02T03:04:05.000Z';
/** Written as a URL parser would not write it: signed links must stay as they are. */
const LEFT = 'https://cdn.acme.example/out/../1.png?sig=a|b';

const left: Delivered = {
  ...{ url: LEFT, name: 'white.png', role: 'white-bg', inputPosition: 0 },
  expiresAt: ENDS_AT,
};

/** A studio whose provider leaves its results with the vendor. */
async function open(outputs: readonly Delivered[] = [left]) {
  const adapter: ProviderAdapter = {
    ...{ slug: 'acme', isRepeatable: true, maxConcurrent: 4, limitPer: 'installation' },
    connection: {
      ...{ label: { en: 'Acme', 'zh-CN': '艾克美' }, website: 'https://acme.example' },
      ...{ endpoint: 'https://api.acme.example', authorize: bearer },
    },
    start: () => ({ kind: 'local', jobs: [] }),
    readStart: () => ({ kind: 'done', outputs }),
  };
  const catalogue: Catalogue = new Map(
    [...(await loadCatalogue())].map(([slug, entry]) => [
      slug,
      slug === 'local-basic-clean' ? { ...entry, provider: adapter } : entry,
    ]),
  );
  const safeFetch = createSafeFetch(toLoopback);
  const studio = await openTestStudio({ catalogue, pictures: new FakePictures(), safeFetch });
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const change = { apiKey: 'sk-acme-0123456789abcdef', keepsResults: false };
  expect((await operator.send('patch', '/api/admin/providers/acme').send(change)).status).toBe(200);
  const session = await studio.user(50);
  return { studio, session, client: new TaskClient(studio, session) };
}

async function zipFrom(client: TaskClient, path: string, language = 'en') {
  const answer = await client
    .send('get', path)
    .set('Accept-Language', language)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });
  expect(answer.status).toBe(200);
  return readZip(answer.body);
}

const ONE = { fields: { parameters: '{"template":"matting"}' } };

test('results that stay with the vendor are results in every answer about their task', async () => {
  const { studio, client } = await open();
  const task = await client.ended((await client.createTask(ONE)).id);
  const link = { url: LEFT, name: 'white.png', role: 'white-bg', mediaType: 'image', expiresAt: ENDS_AT };
  expect(task).toMatchObject({ status: 'completed', results: [], resultUrls: [LEFT], links: [link] });
  const { body: status } = await client.send('get', `/api/tasks/${task.id}/status`);
  expect(status.data).toMatchObject({ status: 'completed', resultUrls: [LEFT], links: [link] });
  const { body: list } = await client.send('get', '/api/tasks');
  expect(list.data).toMatchObject([{ id: task.id, resultUrls: [LEFT] }]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('the doors with words of their own give the vendor’s link once, as the vendor wrote it', async () => {
  const { client } = await open();
  const task = await client.ended((await client.createTask(ONE)).id);
  const taskApi = await client.send('get', `/api/task/${task.id}`);
  expect(taskApi.body.data.resultUrls).toEqual([LEFT]);
  const generation = await client.send('get', `/api/generate/status?taskId=${task.id}`);
  expect(generation.body).toMatchObject({ result: LEFT, results: [LEFT] });
});

test('an assistant is told how many results there are', async () => {
  const { studio, session, client } = await open();
  const task = await client.ended((await client.createTask(ONE)).id);
  const { secret } = await makeKey(studio, session);
  const response = await fetch(`${await listen(studio)}/mcp`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${secret}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
      params: { name: 'get_task', arguments: { task_id: task.id } },
    }),
  });
  expect(await response.text()).toContain('\\"results\\":1');
});

test('a webhook counts them', async () => {
  const { studio, client } = await open();
  const receiver = await openReceiver();
  await studio.parts.webhooks.endpoints.create(client.userId, {
    ...{ url: `http://hooks.example:${receiver.port}/hook`, description: '', isActive: true },
    events: ['task.completed'],
  });
  await client.ended((await client.createTask(ONE)).id);
  const message = await eventually(async () => receiver.messages[0]);
  expect(webhookPayloadSchema.parse(JSON.parse(message.body)).data).toMatchObject({ resultCount: 1 });
});

test('an archive holds a list of the links, in the language of the request, also when there is nothing else', async () => {
  const { client } = await open();
  const task = await client.ended((await client.createTask(ONE)).id);
  const english = await zipFrom(client, `/api/tasks/${task.id}/archive`);
  expect([...english.keys()]).toEqual(['links.txt']);
  const text = english.get('links.txt')?.toString('utf8');
  expect(text).toContain('left with the provider');
  expect(text).toContain(`mug.png\n- white.png (until ${ENDS_AT})\n  ${LEFT}\n`);
  const chinese = await zipFrom(client, `/api/tasks/archive?ids=${task.id}&language=zh-CN`);
  expect(chinese.get('links.txt')?.toString('utf8')).toContain(`white.png (有效期至 ${ENDS_AT})`);
});

test('an archive of several tasks holds what is stored and the links of the rest', async () => {
  const { client } = await open();
  const linked = await client.ended((await client.createTask(ONE)).id);
  const fields = { taskType: 'color_enhancement' };
  const stored = await client.ended((await client.createTask({ fields, name: 'cup.png' })).id);
  const names = [...(await zipFrom(client, `/api/tasks/archive?ids=${linked.id},${stored.id}`)).keys()];
  expect(names).toEqual(['links.txt', ...stored.results.map(({ name }) => `cup/${name}`)]);
});

test('of results in the same role of one picture the newest archive lists one link', async () => {
  const { client } = await open();
  const first = await client.ended((await client.createTask(ONE)).id);
  const inputAssetIds = first.inputs.map(({ id }) => id);
  const order = { taskType: 'basic_clean', parameters: { template: 'matting' }, inputAssetIds };
  const { body } = await client.send('post', '/api/tasks').send(order);
  const second = await client.ended(body.data.id);
  const path = `/api/tasks/archive?ids=${first.id},${second.id}`;
  const linesOf = async (query: string) =>
    (await zipFrom(client, path + query)).get('links.txt')?.toString('utf8').split(LEFT).length;
  expect(await linesOf('')).toBe(3);
  expect(await linesOf('&newestOnly=true')).toBe(2);
});

test('a batch counts them and lists them in its archive', async () => {
  const { client } = await open();
  const batches = new BatchClient(client);
  const batch = await batches.sent(1, { parameters: { template: 'matting' } });
  await batches.ended(batch.id);
  expect(await batches.items(batch.id)).toMatchObject([
    { state: 'completed', resultCount: 1, linkedCount: 1 },
  ]);
  const entries = await zipFrom(client, `/api/batches/${batch.id}/archive`);
  expect([...entries.keys()]).toEqual(['manifest.csv', 'manifest.json', 'links.txt']);
  const manifest = JSON.parse(entries.get('manifest.json')?.toString('utf8') ?? '');
  expect(manifest.pictures).toMatchObject([{ results: [], links: [LEFT] }]);
  expect(entries.get('manifest.csv')?.toString('utf8')).toContain(LEFT);
  expect(entries.get('links.txt')?.toString('utf8')).toContain('图片 1.jpg\n');
});
