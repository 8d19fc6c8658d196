import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Task } from '@atelier/shared/contracts/task';
import { roleOfFrame } from '@atelier/shared/pose-frames';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { findViolations } from '../../backend/src/credits/ledger-invariants.ts';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { openTestStudio } from '../../backend/test/test-studio.ts';
import { hastyCatalogue } from './proof/proof-studio.ts';
import { openEmulatedStudio } from './studio-with-emulator.ts';

async function openPoses() {
  const catalogue = await hastyCatalogue();
  const opened = await openEmulatedStudio({ pictures: createPicturePool({ threads: 2 }), catalogue });
  const { client, studio } = opened;
  const { assets, database, temporaryRoot } = studio.parts;
  const file = path.join(temporaryRoot, 'garment.png');
  const background = { r: 90, g: 40, b: 160 };
  const image = sharp({ create: { width: 320, height: 400, channels: 3, background } });
  await writeFile(file, await image.png().toBuffer());
  const rows = await assets.acceptUploads(client.userId, [{ path: file, name: 'dress.png' }], temporaryRoot);
  await database.transaction((transaction) => assets.insertRows(transaction, rows));
  const inputAssetIds = rows.map(({ id }) => id);
  const order = async (parameters: Record<string, unknown>): Promise<Task> => {
    const { status, body } = await client
      .send('post', '/api/tasks')
      .send({ taskType: 'model_pose12', parameters, inputAssetIds });
    if (status !== 201) throw new Error(`not ordered: ${JSON.stringify(body)}`);
    return client.ended(body.data.id, 60_000);
  };
  return { ...opened, order };
}

const rolesOf = ({ results }: Task): (string | null)[] => results.map(({ role }) => role);
const frames = (...numbers: number[]): string[] => numbers.map(roleOfFrame);

test('one garment becomes twelve frames in their order', async () => {
  const { order, emulator } = await openPoses();
  const task = await order({ scene: 'street', category: 'hoodie', description: '加绒连帽卫衣' });
  expect(task).toMatchObject({ status: 'completed', provider: 'runninghub', emulated: true, delivery: null });
  expect(rolesOf(task)).toEqual(frames(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  expect(new Set(task.results.map(({ sha256 }) => sha256)).size).toBe(12);
  expect(task).toMatchObject({ priceCredits: 48, chargedCredits: 48 });
  expect(emulator.counts('runninghub')).toMatchObject({ accepted: 1, links: 12 });
}, 90_000);

test('chosen frames are made again alone, and charged alone', async () => {
  const { order } = await openPoses();
  const task = await order({ frames: '3,7' });
  expect(rolesOf(task)).toEqual(frames(3, 7));
  expect(task).toMatchObject({ priceCredits: 8, chargedCredits: 8 });
  await expect(order({ frames: '7,3' })).rejects.toThrow('parameters_invalid');
  await expect(order({ frames: '13' })).rejects.toThrow('parameters_invalid');
}, 90_000);

test('a missing frame leaves its place empty, and its credits come back', async () => {
  const { order, studio } = await openPoses();
  const task = await order({ frames: '2,5,9', description: '[[fault:filtered]]' });
  expect(rolesOf(task)).toEqual(frames(5, 9));
  expect(task).toMatchObject({
    status: 'completed',
    delivery: { delivered: 2, ordered: 3 },
    priceCredits: 12,
    chargedCredits: 8,
  });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
}, 90_000);

test.each([
  { fault: 'fails', errorCode: 'vendor_generation_failed' },
  { fault: 'refused-later', errorCode: 'vendor_content_refused' },
  { fault: 'refused', errorCode: 'vendor_content_refused' },
  { fault: 'cut-after-accept', errorCode: 'vendor_outcome_unknown' },
])('$fault ends as $errorCode with nothing charged', async ({ fault, errorCode }) => {
  const { order, studio } = await openPoses();
  const task = await order({ frames: '1', description: `[[fault:${fault}]]` });
  expect(task).toMatchObject({ status: 'failed', errorCode, chargedCredits: 0, results: [] });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('without a key and a workflow the recipe is listed and says that nothing can make it', async () => {
  const both = {
    AI_PROVIDER_RUNNINGHUB_API_KEY: 'x'.repeat(32),
    RUNNINGHUB_POSE12_WORKFLOW: JSON.stringify({
      workflowId: '1900000000000000001',
      inputs: { picture: '1.image', frames: '2.text' },
      outputs: ['9'],
    }),
  };
  const { AI_PROVIDER_RUNNINGHUB_API_KEY } = both;
  for (const [environment, model] of [
    [{}, null],
    [{ AI_PROVIDER_RUNNINGHUB_API_KEY }, null],
    [both, 'runninghub-pose12'],
  ] as const) {
    const studio = await openTestStudio({ environment });
    const type = studio.parts.catalogue.taskTypes().find(({ slug }) => slug === 'model_pose12');
    expect(type).toMatchObject({ defaultModel: model, needsMembership: true });
  }
});

test('a workflow that does not fit its form stops the start and is named', async () => {
  const environment = { RUNNINGHUB_POSE12_WORKFLOW: '{"workflowId":"12","inputs":{},"outputs":["1"]}' };
  await expect(openTestStudio({ environment })).rejects.toThrow(
    /RUNNINGHUB_POSE12_WORKFLOW.*inputs\.picture/,
  );
});
