import type { Asset } from '@atelier/shared/contracts/asset';
import { LOOSE_UPLOAD_DAYS } from '@atelier/shared/limits';
import { expect, test } from 'vitest';
import { auditAssets } from '../src/assets/asset-audit.ts';
import { useInputs } from '../src/assets/use-inputs.ts';
import { FakePictures } from './fake-pictures.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio, storedFiles } from './test-studio.ts';

const DAY_MS = 24 * 60 * 60_000;
const AFTER_THEIR_TIME_MS = LOOSE_UPLOAD_DAYS * DAY_MS + 1000;

async function open() {
  const clock = new MovingClock();
  const environment = { JWT_EXPIRES_IN: '900d' };
  const studio = await openTestStudio({ clock, environment, work: false, pictures: new FakePictures() });
  const client = new TaskClient(studio, await studio.user(10));
  const upload = async (name: string): Promise<Asset> => {
    const sent = client.send('post', '/api/assets').attach('files', Buffer.from(`picture ${name}`), name);
    return (await sent).body.data[0];
  };
  const order = (inputAssetIds: readonly string[]) =>
    client.send('post', '/api/tasks').send({ taskType: 'basic_clean', inputAssetIds });
  const rows = () => studio.parts.database.read.selectFrom('assets').selectAll().execute();
  return { clock, studio, upload, order, rows, sweep: () => studio.parts.looseUploads.sweep() };
}

test('an upload that no order used in time is removed with its files; one that was used stays', async () => {
  const { clock, studio, upload, order, rows, sweep } = await open();
  const used = await upload('used.png');
  const forgotten = await upload('forgotten.png');
  expect((await order([used.id])).status).toBe(201);
  clock.advance(LOOSE_UPLOAD_DAYS * DAY_MS - 1000);
  expect(await sweep()).toBe(0);
  clock.advance(2000);
  const young = await upload('young.png');

  const before = await storedFiles(studio);
  expect(await sweep()).toBe(1);
  expect((await rows()).map(({ id }) => id).sort()).toEqual([used.id, young.id].sort());
  await eventually(async () => (await storedFiles(studio)).length === (before.length / 3) * 2);
  expect((await auditAssets(studio.parts.database.read, studio.parts.store)).damaged).toEqual([]);
  const late = await order([forgotten.id]);
  expect([late.status, late.body.code]).toEqual([404, 'input_not_found']);
});

test('an order that is refused leaves its upload loose', async () => {
  const { clock, upload, order, rows, sweep } = await open();
  const { id } = await upload('in.png');
  const refused = await order([id, id, id, id, id, id]);
  expect(refused.status).toBe(400);
  clock.advance(AFTER_THEIR_TIME_MS);
  expect(await sweep()).toBe(1);
  expect(await rows()).toEqual([]);
});

test('an order that found an upload before a sweep took it is refused as a whole', async () => {
  const { clock, studio, upload, rows, sweep } = await open();
  const { id } = await upload('in.png');
  const found = (await rows()).filter((row) => row.id === id);
  clock.advance(AFTER_THEIR_TIME_MS);
  await sweep();
  const { database } = studio.parts;
  const use = database.transaction((transaction) => useInputs(transaction, database.dialect, found));
  await expect(use).rejects.toMatchObject({ code: 'input_not_found' });
});

test('an order and a sweep at the same time: the upload is either used or gone, never both', async () => {
  const { clock, studio, upload, order, rows, sweep } = await open();
  const uploads = [];
  for (let number = 0; number < 8; number += 1) uploads.push(await upload(`${number}.png`));
  clock.advance(AFTER_THEIR_TIME_MS);
  const [removed, ...answers] = await Promise.all([sweep(), ...uploads.map(({ id }) => order([id]))]);
  const accepted = answers.filter(({ status }) => status === 201).map(({ body }) => body.data.inputs[0].id);
  expect((await rows()).map(({ id }) => id).sort()).toEqual(accepted.sort());
  expect(removed + accepted.length).toBe(uploads.length);
  await eventually(async () => (await studio.parts.assets.sweepOrphans()) === 0);
  expect((await auditAssets(studio.parts.database.read, studio.parts.store)).damaged).toEqual([]);
});
