import type { Batch } from '@atelier/shared/contracts/batch';
import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.ts';

/** Fewer ends than this say nothing about the pace. */
const MINIMUM_ENDS = 3;

/**
 * When a running batch can be expected to end, by its own pace: what ended since the tasks that are open now were
 * put in line, over the time this took. After a retry only the tasks of the retry count. Null when too few have ended.
 */
export async function expectedEndOf(
  read: Kysely<Tables>,
  batch: { readonly id: string; readonly counts: Batch['counts']; readonly openProgress: number },
  now: Date,
): Promise<string | null> {
  const ofBatch = read.selectFrom('ai_tasks').where('batch_id', '=', batch.id);
  const { since } = await ofBatch
    .where('status', 'in', ['pending', 'processing'])
    .select((eb) => eb.fn.min('queued_at').as('since'))
    .executeTakeFirstOrThrow();
  if (since === null) return null;
  const { started, ended } = await ofBatch
    .where('status', 'in', ['completed', 'failed'])
    .where('completed_at', '>=', since)
    .where('started_at', 'is not', null)
    .select((eb) => [eb.fn.min('started_at').as('started'), eb.fn.countAll<number>().as('ended')])
    .executeTakeFirstOrThrow();
  const endedCount = Number(ended);
  if (started === null || endedCount < MINIMUM_ENDS) return null;
  const left = batch.counts.pending + batch.counts.processing - batch.openProgress / 100;
  const elapsedMs = now.getTime() - Date.parse(started);
  return new Date(now.getTime() + (elapsedMs / endedCount) * left).toISOString();
}
