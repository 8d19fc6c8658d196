import { expect, test, vi } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { AppError } from '../src/lib/app-error.ts';
import { BatchClient } from './batch-client.ts';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio, type TestStudioOptions } from './test-studio.ts';

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
