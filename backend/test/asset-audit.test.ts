import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { auditAssets } from '../src/assets/asset-audit.ts';
import { systemClock, timestamp } from '../src/lib/clock.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio, type TestStudio } from './test-studio.ts';

/** Two finished tasks: an input and a result each. */
async function open() {
  const studio = await openTestStudio();
  const client = new TaskClient(studio, await studio.user(20));
  const fields = { parameters: '{"template":"matting"}' };
  for (let index = 0; index < 2; index += 1) await client.ended((await client.createTask({ fields })).id);
  return { studio, client };
}

const audit = (studio: TestStudio, since?: string) =>
  auditAssets(studio.parts.database.read, studio.parts.store, since === undefined ? {} : { since });

async function firstResult({ parts, dataDirectory }: TestStudio) {
  const row = await parts.database.read
    .selectFrom('assets')
    .selectAll()
    .where('kind', '=', 'result')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const fileOf = (key: string): string => path.join(dataDirectory, 'files', key);
  return { row, file: fileOf(row.object_key), thumbnail: fileOf(row.thumbnail_key ?? '') };
}

test('every stored file is read back and found whole', async () => {
  const { studio } = await open();
  expect(await audit(studio)).toEqual({ checked: 4, damaged: [] });
  expect(await audit(studio, timestamp(systemClock, 60_000))).toEqual({ checked: 0, damaged: [] });
});

test.each([
  ['a flipped bit', 'damaged'],
  ['a lost end', 'damaged'],
  ['a lost file', 'missing'],
  ['a lost thumbnail', 'missing'],
] as const)('%s is found, and the nightly look tells operators', async (damage, problem) => {
  const { studio } = await open();
  const { row, file, thumbnail } = await firstResult(studio);
  if (damage === 'a flipped bit') {
    const bytes = await readFile(file);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await writeFile(file, bytes);
  } else if (damage === 'a lost end') await truncate(file, row.size_bytes - 1);
  else await rm(damage === 'a lost file' ? file : thumbnail);
  const expected = [{ assetId: row.id, objectKey: row.object_key, problem }];
  expect((await audit(studio)).damaged).toEqual(expected);
  expect(studio.parts.assetWatch.damaged).toBe(-1);
  await studio.parts.assetWatch.check();
  expect(studio.parts.assetWatch.damaged).toBe(1);
  // What was found once is not counted again every night.
  await studio.parts.assetWatch.check();
  expect(studio.parts.assetWatch.damaged).toBe(1);
});

test('a file whose owner deleted it is nobody’s damage', async () => {
  const { studio, client } = await open();
  const [task] = (await client.send('get', '/api/tasks')).body.data;
  expect((await client.send('delete', `/api/tasks/${task.id}`)).status).toBeLessThan(300);
  expect((await audit(studio)).damaged).toEqual([]);
});
