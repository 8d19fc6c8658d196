import type { Database } from '@atelier/backend/db/database';
import type { NewAssetRow, Tables } from '@atelier/backend/db/tables';
import { type Insertable, type Kysely, type RawBuilder, sql } from 'kysely';

/** So many tasks are made row by row; the rest are copies of them, each block one second later. */
const BLOCK = 1000;
/** Of each block. The others are completed, with one result each. */
const FAILED = 150;
const CANCELED = 60;
/** The newest of all. */
const WAITING = 10;
const TYPES = ['basic_clean', 'basic_clean', 'background_removal', 'color_enhancement', 'style_transfer'];

const BATCH_ID = 'batch_bench';

type Task = Insertable<Tables['ai_tasks']>;

const second = (block: number): string =>
  new Date(1_700_000_000_000 + block * 1000).toISOString().slice(0, 19);
const blockName = (block: number): string => `b${String(block).padStart(6, '0')}`;

/** Columns that name their block, and columns that hold its second. */
const NAMING: ReadonlySet<string> = new Set([
  'id',
  'task_no',
  'task_id',
  'input_files',
  'object_key',
  'thumbnail_key',
]);
const TIMING: ReadonlySet<string> = new Set([
  'queued_at',
  'started_at',
  'completed_at',
  'created_at',
  'updated_at',
]);

function firstTask(userId: string, index: number): Task {
  const at = `${second(0)}.${String(index).padStart(3, '0')}Z`;
  // Neighbours in time differ in state and type.
  const draw = (index * 379) % BLOCK;
  const status = draw < FAILED ? 'failed' : draw < FAILED + CANCELED ? 'canceled' : 'completed';
  return {
    id: `task_${blockName(0)}_${index}`,
    task_no: `T${blockName(0)}_${index}`,
    user_id: userId,
    task_type: TYPES[(index * 617) % TYPES.length] ?? '',
    status,
    phase: 'ended',
    ai_provider: 'local',
    ai_model: 'local-basic-clean',
    batch_id: null,
    input_files: JSON.stringify([`asset_${blockName(0)}_${index}_input`]),
    input_parameters: '{"template":"matting"}',
    price_credits: 3,
    charged_credits: status === 'completed' ? 3 : 0,
    progress: status === 'completed' ? 100 : 40,
    event_count: 4,
    turn: 0,
    queued_at: at,
    started_at: at,
    completed_at: at,
    created_at: at,
    updated_at: at,
  };
}

function assetOf(task: Task, kind: 'input' | 'result'): NewAssetRow {
  const name = `${task.task_no.slice(1)}_${kind}`;
  return {
    id: `asset_${name}`,
    user_id: task.user_id,
    task_id: kind === 'result' ? task.id : null,
    kind,
    role: kind === 'result' ? 'matting' : null,
    name: 'shoe.png',
    position: 0,
    input_position: 0,
    object_key: `${kind}s/user/${name}.png`,
    thumbnail_key: `thumbnails/user/${name}.webp`,
    content_type: 'image/png',
    size_bytes: 400_000,
    sha256: 'a'.repeat(64),
    width: 1200,
    height: 900,
    has_alpha: kind === 'result' ? 1 : 0,
    created_at: task.created_at,
    loose_since: null,
    deleted_at: null,
  };
}

/** Inserts the rows of the first block again with the names and the second of another one. */
function copyBlock(
  table: 'ai_tasks' | 'assets',
  columns: readonly string[],
  block: number,
): RawBuilder<unknown> {
  const copied = columns.map((column) => {
    if (NAMING.has(column)) return sql`replace(${sql.ref(column)}, ${blockName(0)}, ${blockName(block)})`;
    // All but the oldest came in batches, so that the workbench's list has to look far.
    if (column === 'batch_id') return sql.lit(BATCH_ID);
    if (TIMING.has(column)) return sql`replace(${sql.ref(column)}, ${second(0)}, ${second(block)})`;
    return sql.ref(column);
  });
  return sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(copied)} from ${sql.table(`bench_${table}`)}`;
}

async function insertAll(
  query: Kysely<Tables>,
  tasks: readonly Task[],
  assets: readonly NewAssetRow[],
): Promise<void> {
  const chunk = 200;
  for (let from = 0; from < tasks.length; from += chunk)
    await query
      .insertInto('ai_tasks')
      .values(tasks.slice(from, from + chunk))
      .execute();
  for (let from = 0; from < assets.length; from += chunk)
    await query
      .insertInto('assets')
      .values(assets.slice(from, from + chunk))
      .execute();
}

/** Gives a user a history of `count` tasks (a multiple of 1,000) with their pictures; the newest ten are waiting. */
export async function makeHistory({ transaction }: Database, userId: string, count: number): Promise<void> {
  const tasks = Array.from({ length: BLOCK }, (_, index) => firstTask(userId, index));
  const assets = tasks.flatMap((task) =>
    task.status === 'completed'
      ? [assetOf(task, 'input'), assetOf(task, 'result')]
      : [assetOf(task, 'input')],
  );
  const tables = [
    ['ai_tasks', Object.keys(tasks[0] ?? {})],
    ['assets', Object.keys(assets[0] ?? {})],
  ] as const;
  await transaction(async ({ query }) => {
    const at = `${second(0)}.000Z`;
    await query
      .insertInto('batches')
      .values({
        id: BATCH_ID,
        batch_no: 'B-bench',
        user_id: userId,
        task_type: 'basic_clean',
        ai_model: 'local-basic-clean',
        input_parameters: '{}',
        price_credits: 3,
        max_credits: 3 * count,
        file_count: count,
        closed_at: at,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await insertAll(query, tasks, assets);
  });
  for (const [table] of tables)
    await transaction(({ query }) =>
      sql`create table ${sql.table(`bench_${table}`)} as select * from ${sql.table(table)}`.execute(query),
    );
  for (let block = 1; block < count / BLOCK; block += 1)
    for (const [table, columns] of tables)
      await transaction(({ query }) => copyBlock(table, columns, block).execute(query));
  await transaction(async ({ query }) => {
    for (const [table] of tables) await sql`drop table ${sql.table(`bench_${table}`)}`.execute(query);
    const newest = query.selectFrom('ai_tasks').select('id').orderBy('created_at', 'desc').limit(WAITING);
    await query
      .updateTable('ai_tasks')
      .set({ status: 'pending', phase: 'queued', due_at: '9999-01-01T00:00:00.000Z', completed_at: null })
      .where('id', 'in', newest)
      .execute();
  });
}
