import type { AssetService } from '../assets/asset-service.ts';
import type { BatchRow } from '../db/batch-tables.ts';
import type { Database } from '../db/database.ts';
import type { AssetRow, TaskRow } from '../db/tables.ts';
import { inputIdsOf, type TaskReader } from './task-reader.ts';

/** The assets that go when a batch goes: results, and pictures that no task outside of it refers to. */
export async function assetsOnlyOfBatch(
  parts: { database: Database; assets: AssetService; reader: TaskReader },
  batch: BatchRow,
  tasks: readonly TaskRow[],
): Promise<readonly AssetRow[]> {
  const inputIds = [...new Set(tasks.flatMap(inputIdsOf))];
  const inputs = await parts.assets.findOwned(batch.user_id, inputIds);
  const results = await parts.reader.resultsOf(tasks);
  const oldest = inputs.map(({ created_at }) => created_at).sort()[0];
  if (oldest === undefined) return results;
  const others = await parts.database.read
    .selectFrom('ai_tasks')
    .select('input_files')
    .where('user_id', '=', batch.user_id)
    .where('deleted_at', 'is', null)
    // Nobody can refer to a picture before it is there, which leaves few tasks to look at.
    .where('created_at', '>=', oldest)
    .where((eb) => eb.or([eb('batch_id', 'is', null), eb('batch_id', '<>', batch.id)]))
    .execute();
  const shared = new Set(others.flatMap(({ input_files }): string[] => JSON.parse(input_files)));
  return [...inputs.filter(({ id }) => !shared.has(id)), ...results];
}
