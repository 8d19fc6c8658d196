import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openBatchArchive } from '../src/tasks/batch-archive.ts';
import { openArchive } from '../src/tasks/task-archive.ts';
import { BatchClient } from './batch-client.ts';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio, type TestStudio } from './test-studio.ts';

/** More than all streams between the storage and the reader keep for themselves. */
const PICTURE = Buffer.alloc(4_000_000, 'a picture');

async function open() {
  const studio = await openTestStudio({ pictures: new FakePictures() });
  return { studio, client: new TaskClient(studio, await studio.user(100)) };
}

/** What is opened of stored files from now on. */
function watchOpening({ parts: { assets } }: TestStudio) {
  const openOne = assets.open.bind(assets);
  const bodies: Readable[] = [];
  const opening = vi.spyOn(assets, 'open').mockImplementation(async (asset) => {
    const object = await openOne(asset);
    bodies.push(object.body);
    return object;
  });
  const onlyOneAndClosed = async (): Promise<void> => {
    await eventually(async () => bodies[0]?.closed === true);
    await sleep(100);
    expect(opening).toHaveBeenCalledTimes(1);
  };
  return { opening, onlyOneAndClosed };
}

/** Waits for the first bytes of a picture, then hangs up. */
async function cutOff(archive: Readable | undefined): Promise<void> {
  if (!archive) throw new Error('there is nothing to pack');
  let size = 0;
  for await (const chunk of archive) {
    size += chunk.length;
    if (size > 1_000_000) break;
  }
  expect(archive.destroyed).toBe(true);
}

test('a reader of a task’s archive who hangs up leaves no file open, and no more are opened', async () => {
  const { studio, client } = await open();
  const { id } = await client.createTask({ bytes: PICTURE });
  expect((await client.ended(id)).results).toHaveLength(3);
  const row = await studio.parts.reader.get(client.userId, id);
  const { onlyOneAndClosed } = watchOpening(studio);
  await cutOff(await openArchive(studio.parts, [row], 'en'));
  await onlyOneAndClosed();
});

test('a reader of a batch’s archive who hangs up leaves no file open, and no more are opened', async () => {
  const { studio, client } = await open();
  const { parts } = studio;
  const batches = new BatchClient(client);
  const { id } = await batches.created(['1.png', '2.png']);
  await batches.upload(id, [
    { position: 0, bytes: PICTURE },
    { position: 1, bytes: PICTURE },
  ]);
  await batches.ended(id);
  const { onlyOneAndClosed } = watchOpening(studio);
  await cutOff(await openBatchArchive(parts, await parts.batches.get(client.userId, id), 'en'));
  await onlyOneAndClosed();
});

test('a file that comes only after its reader hung up is closed at once', async () => {
  const { studio, client } = await open();
  const { id } = await client.createTask();
  await client.ended(id);
  const row = await studio.parts.reader.get(client.userId, id);
  const { opening, onlyOneAndClosed } = watchOpening(studio);
  const archive = await openArchive(studio.parts, [row], 'en');
  expect(opening).toHaveBeenCalledTimes(1);
  archive?.destroy();
  await onlyOneAndClosed();
});
