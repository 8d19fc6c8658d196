import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio, storedFiles, temporaryFilesGone } from './test-studio.ts';

async function open(credits = 100) {
  const studio = await openTestStudio({ work: false, pictures: new FakePictures() });
  return { studio, client: new TaskClient(studio, await studio.user(credits)) };
}

/** Nothing may be left by a refused request: no row, no hold, no file. */
async function expectNothingLeft({ studio, client }: Awaited<ReturnType<typeof open>>): Promise<void> {
  const { read } = studio.parts.database;
  expect(await read.selectFrom('ai_tasks').selectAll().execute()).toEqual([]);
  expect(await read.selectFrom('assets').selectAll().execute()).toEqual([]);
  expect(await read.selectFrom('pending_objects').selectAll().execute()).toEqual([]);
  expect(await client.credits()).toMatchObject({ held: 0 });
  expect(await storedFiles(studio)).toEqual([]);
  await temporaryFilesGone(studio);
}

test.each([
  ['an unknown recipe', { taskType: 'time_travel' }, 400, 'task_type_unknown'],
  ['an unknown model', { model: 'nobody' }, 400, 'model_unknown'],
  ['a model of another recipe', { model: 'local-style-transfer' }, 400, 'model_unknown'],
  ['parameters that are no JSON', { parameters: '{nope' }, 400, 'parameters_not_json'],
  ['parameters that are no object', { parameters: '[1]' }, 400, 'request_invalid'],
  ['a wrong parameter value', { parameters: '{"template":"everything"}' }, 400, 'parameters_invalid'],
  ['a price below the real one', { expectedPrice: '0' }, 409, 'price_changed'],
  ['a price that is no number', { expectedPrice: 'free' }, 400, 'request_invalid'],
  ['a missing recipe', { taskType: '' }, 400, 'request_invalid'],
])('%s is refused with its own code and leaves nothing behind', async (_name, fields, status, code) => {
  const opened = await open();
  const answer = await opened.client.create({ fields });
  expect([answer.status, answer.body.code, answer.body.success]).toEqual([status, code, false]);
  await expectNothingLeft(opened);
});

test('a client cannot name its own price', async () => {
  const { client } = await open();
  const { body } = await client.create({ fields: { credits: '0', price: '0', priceCredits: '0' } });
  expect(body.data.priceCredits).toBe(1);
  expect(await client.credits()).toMatchObject({ credits: 99, held: 1 });
});

test.each(['multipart', 'json'] as const)(
  'the older name of the agreed price refuses another price, and 0 says nothing (%s)',
  async (form) => {
    const { client } = await open();
    const asset = (await client.createTask()).inputs[0]?.id;
    const order = async (prices: Record<string, number>) => {
      const texts = Object.entries(prices).map(([name, price]) => [name, String(price)]);
      const answer = await (form === 'multipart'
        ? client.create({ fields: Object.fromEntries(texts) })
        : client
            .send('post', '/api/tasks')
            .send({ taskType: 'basic_clean', inputAssetIds: [asset], ...prices }));
      return answer.body.code ?? answer.body.data.priceCredits;
    };
    expect(await order({ credits: 1 })).toBe(1);
    expect(await order({ credits: 7 })).toBe('price_changed');
    expect(await order({ credits: 0 })).toBe(1);
    expect(await order({ credits: 0, expectedPrice: 1 })).toBe(1);
    expect(await order({ credits: 1, expectedPrice: 1 })).toBe(1);
    expect(await order({ credits: 1, expectedPrice: 2 })).toBe('request_invalid');
    expect(await order({ credits: -1 })).toBe('request_invalid');
  },
);

test('the same order under either name of the price is the same order', async () => {
  const { client } = await open();
  const first = await client.create({ fields: { credits: '1' }, key: 'k' });
  const again = await client.create({ fields: { expectedPrice: '1' }, key: 'k' });
  expect(again.body.data.id).toBe(first.body.data.id);
});

test('too few credits are answered with both figures and leave nothing behind', async () => {
  const opened = await open(20);
  await opened.studio.parts.database.transaction(async ({ query }) => {
    await query.updateTable('user_credits').set({ credits: 0 }).execute();
  });
  const english = await opened.client.create();
  expect([english.status, english.body.code]).toEqual([402, 'credits_insufficient']);
  expect(english.body.details).toEqual({ required: 1, available: 0 });
  const chinese = await opened.client.create().set('Accept-Language', 'zh-CN,zh;q=0.9');
  expect(chinese.body.message).toBe('需要 1 积分，当前只有 0 积分。');
  await expectNothingLeft(opened);
});

test('the same key and body a hundred times at once make one task and one hold; another body is a conflict', async () => {
  const { studio, client } = await open();
  const answers = await Promise.all(Array.from({ length: 100 }, () => client.create({ key: 'once' })));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => answer.body.data.id)).size).toBe(1);
  expect(await client.credits()).toMatchObject({ credits: 99, held: 1 });
  const { read } = studio.parts.database;
  expect(await read.selectFrom('ai_tasks').select('id').execute()).toHaveLength(1);
  expect(await read.selectFrom('assets').select('id').execute()).toHaveLength(1);

  for (const different of [
    client.create({ key: 'once', bytes: Buffer.from('other') }),
    client.create({ key: 'once', fields: { taskType: 'style_transfer' } }),
    client.create({ key: 'once', fields: { parameters: '{"template":"matting"}' } }),
  ]) {
    const answer = await different;
    expect([answer.status, answer.body.code]).toEqual([409, 'idempotency_key_reused']);
  }
  const stored = await readdir(path.join(studio.dataDirectory, 'files', 'inputs', client.userId));
  expect(stored).toHaveLength(1);
});

test('the same key of two users makes two tasks', async () => {
  const { studio, client } = await open();
  const other = new TaskClient(studio, await studio.user(10));
  const [mine, theirs] = await Promise.all([client.create({ key: 'k' }), other.create({ key: 'k' })]);
  expect(mine.body.data.id).not.toBe(theirs.body.data.id);
});

test('a key with a refused request can be used again once the request is right', async () => {
  const { client } = await open();
  expect((await client.create({ key: 'k', fields: { taskType: 'time_travel' } })).status).toBe(400);
  expect((await client.create({ key: 'k' })).status).toBe(201);
});

test.each(['', 'a'.repeat(201), 'with space'])('the idempotency key "%s" is refused', async (key) => {
  const { client } = await open();
  const answer = await client.create({ key });
  expect([answer.status, answer.body.code]).toEqual([400, 'idempotency_key_invalid']);
});

test('the list pages by cursor without holes or repeats while tasks are added, and filters', async () => {
  const { client } = await open();
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    ids.unshift(
      (await client.createTask({ fields: { taskType: index % 2 ? 'style_transfer' : 'basic_clean' } })).id,
    );
  }
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await client.send('get', `/api/tasks?limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.data.map((task: { id: string }) => task.id));
    cursor = body.pagination.nextCursor ?? '';
    if (seen.length === 3) await client.createTask();
  } while (cursor);
  expect(seen).toEqual(ids);
  const filtered = await client.send('get', '/api/tasks?type=style_transfer&status=pending');
  expect(filtered.body.pagination.total).toBe(3);
  const byModel = await client.send('get', '/api/tasks?model=local-style-transfer');
  expect(byModel.body.pagination.total).toBe(3);
  expect((await client.send('get', '/api/tasks?model=none')).body.data).toEqual([]);
  const offset = await client.send('get', '/api/tasks?limit=2&offset=7');
  expect(offset.body).toMatchObject({ pagination: { total: 8, hasMore: false } });
  expect(offset.body.data).toHaveLength(1);
});

test.each(['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'status=done', 'cursor=!!'])(
  'the list refuses %s',
  async (query) => {
    const { client } = await open();
    const answer = await client.send('get', `/api/tasks?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'request_invalid']);
  },
);

test('a waiting task knows its place in the line', async () => {
  const { client } = await open();
  await client.createTask();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const second = await client.createTask();
  expect((await client.task(second.id)).queuePosition).toBe(1);
});

test('a quote tells price and balance and changes nothing', async () => {
  const { client } = await open(20);
  const answer = await client
    .send('post', '/api/quotes')
    .send({ taskType: 'style_transfer', inputCount: 3, parameters: {} });
  expect(answer.body.data).toMatchObject({ credits: 6, balance: 20, affordable: true });
  expect(await client.credits()).toMatchObject({ credits: 20, held: 0 });
});

test('a JSON body that is broken, too large or has unknown fields is refused', async () => {
  const { client } = await open();
  const post = () => client.send('post', '/api/tasks').set('Content-Type', 'application/json');
  expect((await post().send('{nope')).body.code).toBe('json_invalid');
  expect((await post().send(JSON.stringify({ taskType: 'x'.repeat(300_000) }))).body.code).toBe(
    'body_too_large',
  );
  const unknown = await post().send(JSON.stringify({ taskType: 'basic_clean', price: 0 }));
  expect([unknown.status, unknown.body.code]).toEqual([400, 'request_invalid']);
  const none = await post().send(JSON.stringify({ taskType: 'basic_clean' }));
  expect(none.body.code).toBe('files_missing');
});

test("somebody else's asset cannot be used as an input", async () => {
  const { studio, client } = await open();
  const mine = await client.createTask();
  const other = new TaskClient(studio, await studio.user(10));
  const answer = await other
    .send('post', '/api/tasks')
    .send({ taskType: 'basic_clean', inputAssetIds: [mine.inputs[0]?.id] });
  expect([answer.status, answer.body.code]).toEqual([404, 'input_not_found']);
});
