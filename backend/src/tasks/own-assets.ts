import type { Kysely } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import type { AssetRow, Tables, TaskRow } from '../db/tables.ts';
import { inputIdsOf } from './task-reader.ts';

/** Nobody refers to a picture before it is there, give or take what the clocks of several machines differ. */
const CLOCK_DIFFERENCE_MS = 60 * 60_000;
/** Up to so many files the database looks for their names itself; a batch has too many of them for that. */
const FEW = 10;

/**
 * The assets that go when these tasks of one user go, as it looks now: those that they made or refer to, and that no
 * other task of the user made or refers to. So a result that became the input of another task stays as long as that one.
 */
export function assetsOnlyOf(query: Kysely<Tables>, tasks: readonly TaskRow[]): Promise<readonly AssetRow[]> {
  return ownAssets(query, tasks, false);
}

/**
 * The same for a transaction in which these tasks go. Nobody orders with any of these files meanwhile, because an order
 * locks its inputs as well.
 */
export function lockAssetsOnlyOf(
  { query }: Transaction,
  dialect: Database['dialect'],
  tasks: readonly TaskRow[],
): Promise<readonly AssetRow[]> {
  return ownAssets(query, tasks, dialect === 'postgres');
}

async function ownAssets(
  query: Kysely<Tables>,
  tasks: readonly TaskRow[],
  lock: boolean,
): Promise<readonly AssetRow[]> {
  const [first] = tasks;
  if (!first) return [];
  const taskIds = new Set(tasks.map(({ id }) => id));
  const inputIds = [...new Set(tasks.flatMap(inputIdsOf))];
  const assets = await query
    .selectFrom('assets')
    .selectAll()
    .where('user_id', '=', first.user_id)
    .where('deleted_at', 'is', null)
    .where((eb) =>
      eb.or([eb('task_id', 'in', [...taskIds]), ...(inputIds.length > 0 ? [eb('id', 'in', inputIds)] : [])]),
    )
    .orderBy('id')
    .$if(lock, (q) => q.forUpdate())
    .execute();
  const makers = await otherMakers(query, taskIds, assets);
  const candidates = assets.filter(({ task_id }) => task_id === null || !makers.has(task_id));
  const shared = await sharedIds(query, { userId: first.user_id, taskIds, assets: candidates });
  return candidates.filter(({ id }) => !shared.has(id));
}

/** Ids of other tasks whose results are among the assets, and that are still there. */
async function otherMakers(
  query: Kysely<Tables>,
  taskIds: ReadonlySet<string>,
  assets: readonly AssetRow[],
): Promise<ReadonlySet<string>> {
  const makerIds = new Set(assets.flatMap(({ task_id }) => task_id ?? []).filter((id) => !taskIds.has(id)));
  if (makerIds.size === 0) return new Set();
  const present = await query
    .selectFrom('ai_tasks')
    .select('id')
    .where('id', 'in', [...makerIds])
    .where('deleted_at', 'is', null)
    .execute();
  return new Set(present.map(({ id }) => id));
}

/** Ids of inputs of the user's other tasks; those of `assets` among them are needed there. */
async function sharedIds(
  query: Kysely<Tables>,
  which: { userId: string; taskIds: ReadonlySet<string>; assets: readonly AssetRow[] },
): Promise<ReadonlySet<string>> {
  const { userId, taskIds, assets } = which;
  const [oldest] = assets.map(({ created_at }) => created_at).sort();
  if (oldest === undefined) return new Set();
  const others = await query
    .selectFrom('ai_tasks')
    .select(['id', 'input_files'])
    .where('user_id', '=', userId)
    .where('deleted_at', 'is', null)
    // Which leaves few tasks to look at.
    .where('created_at', '>=', new Date(Date.parse(oldest) - CLOCK_DIFFERENCE_MS).toISOString())
    .$if(assets.length <= FEW, (q) =>
      q.where((eb) => eb.or(assets.map(({ id }) => eb('input_files', 'like', `%"${id}"%`)))),
    )
    .execute();
  return new Set(others.flatMap((other) => (taskIds.has(other.id) ? [] : inputIdsOf(other))));
}
