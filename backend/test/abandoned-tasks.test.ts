import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { type Catalogue, loadCatalogue } from '../src/providers/catalogue.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio } from './test-studio.ts';

/** The catalogue as a server knows it whose work on this machine is another provider's. */
async function catalogueOf(provider: string): Promise<Catalogue> {
  const real = await loadCatalogue();
  return new Map(
    [...real].map(([slug, entry]) => [
      slug,
      entry.provider.slug === 'local'
        ? { ...entry, provider: { ...entry.provider, slug: provider, isRepeatable: false } }
        : entry,
    ]),
  );
}

test('tasks of a provider that is gone are refunded after ten minutes, and hold up nobody else meanwhile', async () => {
  const clock = new MovingClock();
  const environment = { JWT_EXPIRES_IN: '1d' };
  const first = await openTestStudio({
    clock,
    work: false,
    environment,
    catalogue: await catalogueOf('gone'),
  });
  const session = await first.user(10);
  const before = new TaskClient(first, session);
  const [waiting, begun] = [await before.createTask(), await before.createTask()];
  await first.parts.database.transaction((transaction) =>
    first.parts.mover.move(transaction, 'submit', { taskId: begun.id }),
  );
  await first.stop();

  const studio = await openTestStudio({ restartOf: first, clock, environment });
  const client = new TaskClient(studio, session);
  clock.advance(60_000);
  await studio.parts.sweeper.wakeDue();
  await studio.parts.sweeper.sweep();
  expect((await client.ended((await client.createTask()).id)).status).toBe('completed');
  expect((await client.task(waiting.id)).status).toBe('pending');
  expect((await client.task(begun.id)).status).toBe('processing');

  clock.advance(10 * 60_000);
  await studio.parts.sweeper.wakeDue();
  await studio.parts.sweeper.sweep();
  expect((await client.task(waiting.id)).errorCode).toBe('task_timed_out_pending');
  expect((await client.task(begun.id)).errorCode).toBe('vendor_outcome_unknown');
  expect(await client.credits()).toMatchObject({ credits: 9, held: 0 });
  const losses = await studio.parts.database.read.selectFrom('vendor_losses').select('task_id').execute();
  expect(losses).toEqual([{ task_id: begun.id }]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});
