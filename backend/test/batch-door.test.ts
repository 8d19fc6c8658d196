import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { AppError } from '../src/lib/app-error.ts';
import { BatchClient, bytesFor, namesFor } from './batch-client.ts';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio, storedFiles, temporaryFilesGone } from './test-studio.ts';

/** A studio in which nobody works, so that what came in can be looked at. */
async function open(credits = 100) {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ work: false, pictures });
  const client = new TaskClient(studio, await studio.user(credits));
  return { studio, pictures, client, batches: new BatchClient(client) };
}

const countOf = async (
  { studio }: Pick<Awaited<ReturnType<typeof open>>, 'studio'>,
  table: 'ai_tasks' | 'batches' | 'assets',
) => (await studio.parts.database.read.selectFrom(table).select('id').execute()).length;

test.each([
  ['an unknown recipe', { taskType: 'time_travel' }, 400, 'task_type_unknown'],
  ['an unknown model', { model: 'nobody' }, 400, 'model_unknown'],
  ['a wrong parameter value', { parameters: { template: 'everything' } }, 400, 'parameters_invalid'],
  ['another price', { expectedPrice: 7 }, 409, 'price_changed'],
  ['a limit of nothing', { maxCredits: 0 }, 400, 'request_invalid'],
  ['a limit below one picture', { taskType: 'style_transfer', maxCredits: 1 }, 402, 'batch_cap_reached'],
  ['no picture', { files: [] }, 400, 'request_invalid'],
  [
    'too many pictures',
    { files: Array.from({ length: 201 }, () => ({ name: 'a' })) },
    400,
    'request_invalid',
  ],
  ['a field it does not know', { credits: 0 }, 400, 'request_invalid'],
  ["somebody else's asset", { inputAssetIds: ['asset_0'] }, 404, 'input_not_found'],
])(
  'a batch with %s is refused with its own code and leaves nothing behind',
  async (_name, wish, status, code) => {
    const opened = await open();
    const answer = await opened.batches.create(['a.jpg'], wish);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await countOf(opened, 'batches')).toBe(0);
  },
);

test('a batch is not even begun when the balance does not cover one picture, and says both figures', async () => {
  const opened = await open(1);
  const answer = await opened.batches.create(['a.jpg'], { taskType: 'style_transfer', maxCredits: 9 });
  expect([answer.status, answer.body.code]).toEqual([402, 'credits_insufficient']);
  expect(answer.body.details).toEqual({ required: 2, available: 1 });
  expect(await countOf(opened, 'batches')).toBe(0);
});

test('two hundred announced pictures come in pieces, in any order, each to its place under its own name', async () => {
  const opened = await open(500);
  const { batches, client } = opened;
  const batch = await batches.created(namesFor(200), { maxCredits: 200, expectedPrice: 1 });
  expect(batch).toMatchObject({
    state: 'receiving',
    isOpen: true,
    fileCount: 200,
    progress: 0,
    counts: { missing: 200 },
    credits: { agreed: 200, perPicture: 1, held: 0, charged: 0, returned: 0 },
  });
  const pieces = Array.from({ length: 40 }, (_, piece) => [0, 1, 2, 3, 4].map((index) => piece * 5 + index));
  for (const piece of pieces.toReversed()) {
    const outcomes = await batches.uploaded(batch.id, piece.toReversed());
    expect(outcomes.map(({ position }) => position)).toEqual(piece.toReversed());
    expect(outcomes.every(({ taskId, code }) => taskId !== null && code === null)).toBe(true);
  }
  expect(await batches.read(batch.id)).toMatchObject({
    state: 'running',
    counts: { missing: 0, pending: 200 },
    credits: { held: 200 },
  });
  expect(await client.credits()).toMatchObject({ credits: 300, held: 200 });
  const items = await batches.items(batch.id);
  expect(items.map(({ name }) => name)).toEqual(namesFor(200));
  const asset = await opened.studio.parts.database.read
    .selectFrom('assets')
    .select('size_bytes')
    .where('id', '=', items[123]?.preview?.id ?? '')
    .executeTakeFirstOrThrow();
  expect(Number(asset.size_bytes)).toBe(bytesFor(123).length);
  expect(await findViolations(opened.studio.parts.database.read)).toEqual([]);
}, 120_000);

test('the limit is never passed, by parallel pieces either; what it does not cover is refused with the figures', async () => {
  const opened = await open(100);
  const { batches, client } = opened;
  const batch = await batches.created(namesFor(40), { maxCredits: 23 });
  const pieces = Array.from({ length: 8 }, (_, piece) => [0, 1, 2, 3, 4].map((index) => piece * 5 + index));
  const outcomes = (await Promise.all(pieces.map((piece) => batches.uploaded(batch.id, piece)))).flat();
  const refused = outcomes.filter(({ taskId }) => taskId === null);
  expect(outcomes.length - refused.length).toBe(23);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['batch_cap_reached']));
  expect(refused[0]).toMatchObject({ details: { limit: 23, left: 0, required: 1 } });
  expect(refused[0]?.message).toContain('23');
  expect(await client.credits()).toMatchObject({ credits: 77, held: 23 });
  expect(await batches.read(batch.id)).toMatchObject({ counts: { pending: 23, refused: 17, missing: 0 } });
  expect(await countOf(opened, 'assets')).toBe(23);
  expect(await storedFiles(opened.studio)).toHaveLength(2 * 23);
  await temporaryFilesGone(opened.studio);
});

test('credits that end in the middle give a partial answer with both figures, and the rest can be sent later', async () => {
  const { studio, batches, client } = await open(3);
  const batch = await batches.created(namesFor(5));
  const first = await batches.upload(
    batch.id,
    [0, 1, 2, 3, 4].map((position) => ({ position })),
    'first',
  );
  expect(first.status).toBe(200);
  expect(first.body.data.files.map(({ code }: { code: string | null }) => code)).toEqual([
    null,
    null,
    null,
    'credits_insufficient',
    'credits_insufficient',
  ]);
  expect(first.body.data.files[3]).toMatchObject({
    message: 'Not enough credits: 1 needed, 0 available.',
    details: { required: 1, available: 0 },
  });
  // Nobody opens a picture that cannot be paid for.
  const again = await batches.uploaded(batch.id, [3, 4]);
  expect(again.map(({ code }) => code)).toEqual(['credits_insufficient', 'credits_insufficient']);
  await studio.parts.database.transaction((transaction) =>
    studio.parts.ledger.grant(transaction, { userId: client.userId, amount: 2, reason: 'more' }),
  );
  const rest = await batches.uploaded(batch.id, [3, 4]);
  expect(rest.map(({ code }) => code)).toEqual([null, null]);
  expect(await client.credits()).toMatchObject({ credits: 0, held: 5 });
  // The first request, repeated with its key, is told what it was told then.
  const repeat = await batches.upload(
    batch.id,
    [0, 1, 2, 3, 4].map((position) => ({ position })),
    'first',
  );
  expect(repeat.headers['idempotent-replayed']).toBe('true');
  expect(repeat.body.data.files).toEqual(first.body.data.files);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('the same piece twelve times at once, with a key and without, makes each task once', async () => {
  const opened = await open();
  const { batches, client, studio } = opened;
  const batch = await batches.created(namesFor(5));
  const piece = [0, 1, 2, 3, 4].map((position) => ({ position }));
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      batches.upload(batch.id, piece, index % 2 ? 'piece' : undefined),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const ids = answers.map(({ body }) =>
    body.data.files.map(({ taskId }: { taskId: string }) => taskId).join(),
  );
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]?.split(',').filter(Boolean)).toHaveLength(5);
  expect(await client.credits()).toMatchObject({ credits: 95, held: 5 });
  expect(await countOf(opened, 'assets')).toBe(5);
  expect(await storedFiles(studio)).toHaveLength(10);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('another picture in a place that is taken is refused, and so is another request under a used key', async () => {
  const { batches } = await open();
  const batch = await batches.created(namesFor(3));
  await batches.upload(batch.id, [{ position: 0 }], 'key');
  const other = await batches.upload(batch.id, [
    { position: 0, bytes: Buffer.from('another') },
    { position: 1 },
  ]);
  expect(other.body.data.files).toMatchObject([
    { code: 'batch_picture_differs', details: { position: 1 } },
    { code: null },
  ]);
  const reused = await batches.upload(batch.id, [{ position: 2 }], 'key');
  expect([reused.status, reused.body.code]).toEqual([409, 'idempotency_key_reused']);
  const elsewhere = await batches.create(['b.jpg'], {}, 'key');
  expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'idempotency_key_reused']);
});

test('a repeated order of a batch makes one batch, forty times at once', async () => {
  const opened = await open();
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => opened.batches.create(['a.jpg', 'b.jpg'], {}, 'once')),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.data.batch.id)).size).toBe(1);
  expect(await countOf(opened, 'batches')).toBe(1);
  const different = await opened.batches.create(['a.jpg'], {}, 'once');
  expect([different.status, different.body.code]).toEqual([409, 'idempotency_key_reused']);
});

test('pictures that are stored already start with the batch, as far as limit and balance go', async () => {
  const { batches, client } = await open(10);
  const task = await client.createTask({ name: '马克杯.png' });
  const assetId = task.inputs[0]?.id ?? '';
  const answer = await batches.create([], {
    inputAssetIds: [assetId, assetId, assetId],
    maxCredits: 2,
    files: [],
  });
  expect(answer.status).toBe(201);
  expect(answer.body.data.files.map(({ code }: { code: string | null }) => code)).toEqual([
    null,
    null,
    'batch_cap_reached',
  ]);
  const { id } = answer.body.data.batch;
  expect(await batches.read(id)).toMatchObject({ state: 'running', counts: { pending: 2, refused: 1 } });
  expect((await batches.items(id)).map(({ name }) => name)).toEqual(Array(3).fill('马克杯.png'));

  const later = await batches.created(namesFor(1));
  const json = { files: [{ position: 0, inputAssetId: assetId }] };
  const added = await client.send('post', `/api/batches/${later.id}/files`).send(json);
  expect(added.body.data.files[0].taskId).toMatch(/^task_/);
  const repeated = await client.send('post', `/api/batches/${later.id}/files`).send(json);
  expect(repeated.body.data.files).toEqual(added.body.data.files);
});

test('one bad picture does not hold up the others, keeps its reason, and can be replaced', async () => {
  const opened = await open();
  const { batches, pictures } = opened;
  const normalise = pictures.normalise.bind(pictures);
  pictures.normalise = async (job) => {
    if (job.fileName.startsWith('图片 2')) throw new AppError('file_damaged', { name: job.fileName });
    return normalise(job);
  };
  const batch = await batches.created(namesFor(3));
  const outcomes = await batches.uploaded(batch.id, [0, 1, 2]);
  expect(outcomes.map(({ code }) => code)).toEqual([null, 'file_damaged', null]);
  expect(outcomes[1]?.message).toContain('图片 2.jpg');
  const items = await batches.items(batch.id);
  expect(items[1]).toMatchObject({
    state: 'refused',
    errorCode: 'file_damaged',
    taskId: null,
    preview: null,
  });
  expect(await batches.read(batch.id)).toMatchObject({ counts: { refused: 1, pending: 2 } });
  expect(await countOf(opened, 'assets')).toBe(2);

  pictures.normalise = normalise;
  const again = await batches.upload(batch.id, [{ position: 1, bytes: Buffer.from('mended') }]);
  expect(again.body.data.files[0]).toMatchObject({ code: null });
  expect((await batches.items(batch.id))[1]).toMatchObject({ state: 'pending', errorCode: null });
});

test('a full storage keeps nothing of the request and blames no picture', async () => {
  const opened = await open();
  const { batches, pictures, client } = opened;
  let calls = 0;
  const normalise = pictures.normalise.bind(pictures);
  pictures.normalise = async (job) => {
    calls += 1;
    if (calls === 3) throw new AppError('storage_full');
    return normalise(job);
  };
  const batch = await batches.created(namesFor(3));
  const answer = await batches.upload(
    batch.id,
    [0, 1, 2].map((position) => ({ position })),
  );
  expect([answer.status, answer.body.code]).toEqual([507, 'storage_full']);
  expect(await batches.read(batch.id)).toMatchObject({ counts: { missing: 3 } });
  expect(await client.credits()).toMatchObject({ held: 0 });
  expect(await storedFiles(opened.studio)).toEqual([]);
  expect((await batches.uploaded(batch.id, [0, 1, 2])).every(({ code }) => code === null)).toBe(true);
});

test.each([
  ['no positions', undefined],
  ['positions that are no JSON', '[0'],
  ['fewer positions than files', '[0]'],
  ['a place twice', '[1,1]'],
  ['a place that is not there', '[0,7]'],
  ['a place below zero', '[-1,0]'],
])('files with %s are refused and leave nothing behind', async (_name, positions) => {
  const opened = await open();
  const batch = await opened.batches.created(namesFor(2));
  const test = opened.client.send('post', `/api/batches/${batch.id}/files`);
  if (positions !== undefined) test.field('positions', positions);
  const answer = await test.attach('files', bytesFor(0), 'a.jpg').attach('files', bytesFor(1), 'b.jpg');
  expect([answer.status, answer.body.code]).toEqual([400, 'request_invalid']);
  expect(await countOf(opened, 'ai_tasks')).toBe(0);
  expect(await storedFiles(opened.studio)).toEqual([]);
  await temporaryFilesGone(opened.studio);
});

test('a closed batch goes on without what is missing and takes nothing more, except repeats', async () => {
  const { batches, client } = await open();
  const batch = await batches.created(namesFor(3));
  await batches.uploaded(batch.id, [0]);
  const close = () => client.send('post', `/api/batches/${batch.id}/close`);
  expect((await close()).body.data).toMatchObject({
    state: 'running',
    isOpen: false,
    counts: { missing: 2 },
  });
  expect((await close()).status).toBe(200);
  const late = await batches.upload(batch.id, [{ position: 0 }, { position: 1 }]);
  expect([late.status, late.body.code]).toEqual([409, 'batch_closed']);
  expect((await batches.uploaded(batch.id, [0]))[0]).toMatchObject({ code: null });
});

test('lists of batches and tasks page and can be kept apart', async () => {
  const { batches, client } = await open();
  const made = [];
  for (let index = 0; index < 5; index += 1) made.unshift((await batches.sent(2)).id);
  const lone = await client.createTask();
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await client.send('get', `/api/batches?limit=2${cursor && `&cursor=${cursor}`}`);
    expect(body.pagination.total).toBe(5);
    seen.push(...body.data.map((batch: { id: string }) => batch.id));
    expect(body.data[0].previews).toHaveLength(2);
    cursor = body.pagination.nextCursor ?? '';
  } while (cursor);
  expect(seen).toEqual(made);
  const outside = await client.send('get', '/api/tasks?batch=none');
  expect(outside.body.data.map(({ id }: { id: string }) => id)).toEqual([lone.id]);
  const inside = await client.send('get', `/api/tasks?batch=${made[0]}`);
  expect(inside.body.pagination.total).toBe(2);
  expect(inside.body.data[0].batchId).toBe(made[0]);
  const page = await client.send('get', `/api/batches/${made[0]}/items?limit=1&offset=1`);
  expect(page.body).toMatchObject({ data: [{ position: 1 }], pagination: { total: 2, hasMore: false } });
  for (const query of ['limit=0', 'limit=x', 'offset=-1', 'cursor=!!']) {
    expect((await client.send('get', `/api/batches?${query}`)).status).toBe(400);
  }
  expect((await client.send('get', `/api/batches/${made[0]}/items?limit=201`)).status).toBe(400);
});
