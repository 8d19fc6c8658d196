import { expect, test } from 'vitest';
import { findViolations } from '../../backend/src/credits/ledger-invariants.ts';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { openEmulatedStudio } from './studio-with-emulator.ts';

test('a prompt becomes stored, charged pictures through the emulator', async () => {
  const pictures = createPicturePool({ threads: 1 });
  const { client, emulator, order, studio } = await openEmulatedStudio({ pictures, credits: 10 });
  const { id } = await order('replicate-flux', { prompt: '一只红色的杯子 a red mug', numberOfOutputs: 2 });
  const task = await client.ended(id);
  expect(task).toMatchObject({
    status: 'completed',
    chargedCredits: 6,
    emulated: true,
    provider: 'replicate',
  });
  expect(task.results).toHaveLength(2);
  expect(task.results[0]).toMatchObject({ contentType: 'image/webp' });
  expect(emulator.counts('replicate')).toMatchObject({ accepted: 1 });
  expect(await client.credits()).toMatchObject({ credits: 4, held: 0 });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});
