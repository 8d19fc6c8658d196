import { expect, test, vi } from 'vitest';
import { auditAssets } from '../src/assets/asset-audit.ts';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { AppError } from '../src/lib/app-error.ts';
import { BatchClient } from './batch-client.ts';
import { FakePictures } from './fake-pictures.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { eventually, makeOperator, openTestStudio, type TestStudioOptions } from './test-studio.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Long enough for a request to come to the point where it waits or goes wrong. */
const A_WHILE_MS = 200;

async function open(options: TestStudioOptions = {}) {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures, ...options });
  const client = new TaskClient(studio, await studio.user(100));
  /** Lets `meanwhile` happen between the look at a task and what is done with it. */
  const afterNextLook = (meanwhile: () => Promise<unknown>): void => {
    const { reader } = studio.parts;
    const get = reader.get.bind(reader);
    vi.spyOn(reader, 'get').mockImplementationOnce(async (...which) => {
      const row = await get(...which);
      await meanwhile();
      return row;
    });
  };
  return { studio, client, pictures, afterNextLook };
}

async function openFailing() {
  const opened = await open();
  opened.pictures.behaviour = async () => {
    throw new AppError('no_subject_found');
  };
  const retry = (id: string) => opened.client.send('post', `/api/tasks/${id}/retry`);
  return { ...opened, retry };
}

test('a failed task that is deleted or erased just before a retry is not tried again, and nothing is held', async () => {
  const { afterNextLook, client, retry, studio } = await openFailing();
  const { database } = studio.parts;
  for (const column of ['deleted_at', 'erased_at'] as const) {
    const { id, updatedAt } = await client.createTask();
    await client.ended(id);
    afterNextLook(() =>
      database.transaction(({ query }) =>
        query
          .updateTable('ai_tasks')
          .set({ [column]: updatedAt })
          .where('id', '=', id)
          .execute(),
      ),
    );
    const { status, body } = await retry(id);
    expect([status, body.code]).toEqual([409, 'task_not_retryable']);
  }
  expect(await client.credits()).toMatchObject({ credits: 100, held: 0 });
  expect(await findViolations(database.read)).toEqual([]);
});

test('a retry that meets the delete of its task or of its batch is refused', async () => {
  const { afterNextLook, client, retry } = await openFailing();
  const { id } = await client.createTask();
  await client.ended(id);
  afterNextLook(() => client.send('delete', `/api/tasks/${id}`).expect(200));
  expect((await retry(id)).body.code).toBe('task_not_retryable');

  const batches = new BatchClient(client);
  const batch = await batches.sent(1);
  await batches.ended(batch.id);
  const [item] = await batches.items(batch.id);
  afterNextLook(() => client.send('delete', `/api/batches/${batch.id}`).expect(200));
  expect((await retry(item?.taskId ?? '')).body.code).toBe('not_found');
  expect(await client.credits()).toMatchObject({ credits: 100, held: 0 });
});

/** Makes an ended task with one picture, and the way in which the picture goes with it. */
type Removal = (opened: Awaited<ReturnType<typeof openOld>>) => Promise<{
  inputId: string;
  remove: () => Promise<unknown>;
}>;

async function openOld() {
  const clock = new MovingClock();
  const opened = await open({ clock, environment: { JWT_EXPIRES_IN: '900d' } });
  const { client, studio } = opened;
  const order = (inputAssetIds: readonly string[]) =>
    client.send('post', '/api/tasks').send({ taskType: 'basic_clean', inputAssetIds });
  const present = async (id: string) =>
    (await studio.parts.assets.findOwned(client.userId, [id])).length === 1;
  const audit = async () => {
    await eventually(async () => (await studio.parts.assets.sweepOrphans()) === 0);
    const { database, store } = studio.parts;
    expect((await auditAssets(database.read, store)).damaged).toEqual([]);
    expect(await findViolations(database.read)).toEqual([]);
  };
  return { ...opened, clock, order, present, audit };
}

const endedTask = async ({ client }: Awaited<ReturnType<typeof openOld>>) =>
  client.ended((await client.createTask()).id);

const byDelete: Removal = async (opened) => {
  const task = await endedTask(opened);
  return {
    inputId: task.inputs[0]?.id ?? '',
    remove: async () => opened.client.send('delete', `/api/tasks/${task.id}`).expect(200),
  };
};

const byBatchDelete: Removal = async ({ client }) => {
  const batches = new BatchClient(client);
  const { id } = await batches.sent(1);
  await batches.ended(id);
  const [task] = (await client.send('get', `/api/tasks?batch=${id}`)).body.data;
  return {
    inputId: task.inputs[0].id,
    remove: async () => client.send('delete', `/api/batches/${id}`).expect(200),
  };
};

const byRetention: Removal = async (opened) => {
  const { clock, studio } = opened;
  const task = await endedTask(opened);
  const session = await studio.user();
  await makeOperator(studio, session.account.id);
  const operator = new TaskClient(studio, session);
  await operator.send('put', '/api/admin/retention').send({ keepDays: 1 }).expect(200);
  clock.advance(2 * DAY_MS);
  return {
    inputId: task.inputs[0]?.id ?? '',
    remove: async () => expect(await studio.parts.retention.run()).toMatchObject({ tasks: 1 }),
  };
};

/** Stops the next call of a method at its beginning until it is let go. */
function stopAt<T extends object>(owner: T, method: keyof T & string) {
  const original = (owner[method] as (...values: unknown[]) => Promise<unknown>).bind(owner);
  const reached = Promise.withResolvers<void>();
  const isLetGo = Promise.withResolvers<void>();
  const spied = owner as Record<string, (...values: unknown[]) => Promise<unknown>>;
  vi.spyOn(spied, method).mockImplementationOnce(async (...values) => {
    reached.resolve();
    await isLetGo.promise;
    return original(...values);
  });
  return { reached: reached.promise, letGo: () => isLetGo.resolve() };
}

const aWhile = () => new Promise((resolve) => setTimeout(resolve, A_WHILE_MS));

const REMOVALS = { 'a delete': byDelete, 'the delete of a batch': byBatchDelete, retention: byRetention };

test.for(Object.entries(REMOVALS))(
  '%s leaves the picture that an order is just taking',
  async ([, removal]) => {
    const opened = await openOld();
    const { audit, order, present, studio } = opened;
    const { inputId, remove } = await removal(opened);
    const ordering = stopAt(studio.parts.ledger, 'hold');
    const ordered = order([inputId]).then((answer) => answer);
    await ordering.reached;
    const removed = remove();
    await aWhile();
    ordering.letGo();
    expect((await ordered).status).toBe(201);
    await removed;
    expect(await present(inputId)).toBe(true);
    await audit();
  },
);

test.for(Object.entries(REMOVALS))(
  'an order finds nothing any more that %s is just taking',
  async ([, removal]) => {
    const opened = await openOld();
    const { audit, client, order, present, studio } = opened;
    const { inputId, remove } = await removal(opened);
    const removing = stopAt(studio.parts.assets, 'deleteRows');
    const removed = remove();
    await removing.reached;
    const ordered = order([inputId]).then((answer) => answer);
    await aWhile();
    removing.letGo();
    await removed;
    const { status, body } = await ordered;
    expect([status, body.code]).toEqual([404, 'input_not_found']);
    expect(await present(inputId)).toBe(false);
    expect(await client.credits()).toMatchObject({ held: 0 });
    await audit();
  },
);

test('a picture that two tasks used goes with the second of two deletes at once', async () => {
  const opened = await openOld();
  const { audit, client, order, present, studio } = opened;
  const first = await endedTask(opened);
  const inputId = first.inputs[0]?.id ?? '';
  const second = await client.ended((await order([inputId])).body.data.id);
  const deleting = stopAt(studio.parts.assets, 'deleteRows');
  const deletions = [first, second].map(({ id }) =>
    client
      .send('delete', `/api/tasks/${id}`)
      .expect(200)
      .then((answer) => answer),
  );
  await deleting.reached;
  await aWhile();
  deleting.letGo();
  await Promise.all(deletions);
  expect(await present(inputId)).toBe(false);
  await audit();
});

test('a result that became the input of another task stays when that one is deleted', async () => {
  const opened = await openOld();
  const { audit, client, order } = opened;
  const maker = await endedTask(opened);
  const [result] = maker.results;
  const user = await client.ended((await order([result?.id ?? ''])).body.data.id);
  await client.send('delete', `/api/tasks/${user.id}`).expect(200);
  expect((await client.task(maker.id)).results.map(({ id }) => id)).toContain(result?.id);
  await audit();
});

test('a result that another task works from stays when its maker is deleted, and goes with that other task', async () => {
  const opened = await openOld();
  const { audit, client, order, present, studio } = opened;
  const maker = await endedTask(opened);
  const [result, ...others] = maker.results.map(({ id }) => id);
  const starting = stopAt(studio.parts.assets, 'open');
  const user = (await order([result ?? ''])).body.data;
  await starting.reached;
  await client.send('delete', `/api/tasks/${maker.id}`).expect(200);
  expect(await present(result ?? '')).toBe(true);
  for (const other of others) expect(await present(other)).toBe(false);
  starting.letGo();
  const { status, inputs } = await client.ended(user.id);
  expect([status, inputs.map(({ id }) => id)]).toEqual(['completed', [result]]);
  await audit();

  await client.send('delete', `/api/tasks/${user.id}`).expect(200);
  expect(await present(result ?? '')).toBe(false);
  await audit();
});
