import { idsFrom } from '@atelier/shared/ids';
import { MAX_SEARCHED_TASKS } from '@atelier/shared/limits';
import { TASK_STATES } from '@atelier/shared/task-states';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { openTestDatabase } from '../../test/test-database.ts';
import type { Database } from '../db/database.ts';
import type { Tables, TaskRow } from '../db/tables.ts';
import { type AdminTaskWish, listAdminTasks } from './admin-task-list.ts';

const BEGIN_MS = 1_700_000_000_000;
const moment = (index: number) => new Date(BEGIN_MS + index * 1000).toISOString();
const EVERYTHING: AdminTaskWish = { limit: 100, deleted: 'without' };

/** Tasks of three users, one a second, in every state, at two providers with two models each; one in seven is deleted. */
function taskAt(index: number) {
  const status = TASK_STATES[index % TASK_STATES.length] ?? 'pending';
  const isLive = status === 'pending' || status === 'processing';
  const provider = index % 2 === 0 ? 'acme' : 'bolt';
  return {
    id: `${idsFrom('task', BEGIN_MS + index * 1000)}${String(index).padStart(20, '0')}`,
    task_no: `T${index}`,
    user_id: `u${index % 3}`,
    task_type: 'generate',
    status,
    phase: status === 'pending' ? ('queued' as const) : isLive ? ('running' as const) : ('ended' as const),
    ai_provider: provider,
    ai_model: `${provider}-${index % 4 < 2 ? 'fast' : 'fine'}`,
    input_files: '[]',
    input_parameters: '{}',
    error_code: status !== 'failed' ? null : index % 3 === 0 ? 'vendor_unavailable' : 'vendor_rejected',
    price_credits: 1,
    due_at: isLive ? moment(index) : null,
    completed_at: isLive ? null : moment(index),
    deleted_at: index % 7 === 6 ? moment(index) : null,
    queued_at: moment(index),
    created_at: moment(index),
    updated_at: moment(index),
  };
}

async function fill(database: Database, count: number): Promise<readonly TaskRow[]> {
  await database.transaction(async ({ query }) => {
    const at = moment(0);
    const none = { username: null, password_hash: null, avatar_url: null, created_at: at, updated_at: at };
    const users = ['u0', 'u1', 'u2'].map((id) => ({ id, email: `${id}@example.com`, ...none }));
    await query.insertInto('users').values(users).execute();
    for (let from = 0; from < count; from += 500) {
      const rows = Array.from({ length: Math.min(500, count - from) }, (_, index) => taskAt(from + index));
      await query.insertInto('ai_tasks').values(rows).execute();
    }
  });
  return database.read.selectFrom('ai_tasks').selectAll().orderBy('id', 'desc').execute();
}

/** Every way to narrow the list down, and which rows that leaves. */
const FILTERS: ReadonlyArray<readonly [Partial<AdminTaskWish>, (row: TaskRow) => boolean]> = [
  [{}, () => true],
  [{ userId: 'u1' }, (row) => row.user_id === 'u1'],
  [{ status: 'failed' }, (row) => row.status === 'failed'],
  [{ provider: 'acme' }, (row) => row.ai_provider === 'acme'],
  [{ model: 'bolt-fine' }, (row) => row.ai_model === 'bolt-fine'],
  [{ errorCode: 'vendor_rejected' }, (row) => row.error_code === 'vendor_rejected'],
  [
    { from: moment(50), to: moment(150) },
    ({ created_at }) => created_at >= moment(50) && created_at < moment(150),
  ],
  [
    { userId: 'u2', status: 'failed', provider: 'bolt', errorCode: 'vendor_rejected', from: moment(20) },
    (row) =>
      row.user_id === 'u2' &&
      row.ai_provider === 'bolt' &&
      row.error_code === 'vendor_rejected' &&
      row.created_at >= moment(20),
  ],
];

async function readAll(read: Kysely<Tables>, wish: AdminTaskWish): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { rows, nextCursor, searchedTo } = await listAdminTasks(read, { ...wish, cursor });
    expect(rows.length).toBeLessThanOrEqual(wish.limit);
    expect(searchedTo === null).toBe(nextCursor === null);
    ids.push(...rows.map(({ id }) => id));
    cursor = nextCursor ?? undefined;
  } while (cursor);
  return ids;
}

test('every filter gives exactly its tasks, newest first, page by page, with deleted ones or without', async () => {
  const database = await openTestDatabase();
  const all = await fill(database, 300);
  for (const [filter, passes] of FILTERS) {
    for (const deleted of ['without', 'with'] as const) {
      const expected = all
        .filter((row) => passes(row) && (deleted === 'with' || row.deleted_at === null))
        .map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(0);
      expect(await readAll(database.read, { ...EVERYTHING, limit: 7, deleted, ...filter })).toEqual(expected);
    }
  }
});

test('an answer looks at so many tasks at most, says how far it came, and the next one goes on from there', async () => {
  const database = await openTestDatabase();
  const count = MAX_SEARCHED_TASKS + 500;
  const all = await fill(database, count);
  const oldest = all.at(-1);
  await database.transaction(({ query }) =>
    query
      .updateTable('ai_tasks')
      .set({ error_code: 'result_not_media' })
      .where('id', '=', oldest?.id ?? '')
      .execute(),
  );
  const wish: AdminTaskWish = { ...EVERYTHING, errorCode: 'result_not_media' };
  const first = await listAdminTasks(database.read, wish);
  expect(first).toMatchObject({ rows: [], searchedTo: moment(500) });
  const second = await listAdminTasks(database.read, { ...wish, cursor: first.nextCursor ?? '' });
  expect(second.rows.map(({ id }) => id)).toEqual([oldest?.id]);
  expect(second).toMatchObject({ nextCursor: null, searchedTo: null });
  // A page that is full ends at its last task, not at the bound.
  const full = await listAdminTasks(database.read, EVERYTHING);
  expect(full.searchedTo).toBe(full.rows.at(-1)?.created_at);
});

/** Passes statements on and remembers them. */
function listening(read: Kysely<Tables>): { read: Kysely<Tables>; heard: CompiledQuery[] } {
  const heard: CompiledQuery[] = [];
  const executor = read.getExecutor();
  const own = Object.create(executor, {
    adapter: { value: executor.adapter },
    executeQuery: {
      value: (query: CompiledQuery) => {
        heard.push(query);
        return executor.executeQuery(query);
      },
    },
  });
  const proxy = new Proxy(read, {
    get: (target, key) => {
      if (key === 'getExecutor') return () => own;
      const value = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { read: proxy, heard };
}

test('no filter makes the database read tasks out of order: neither a whole table nor a sort', async () => {
  const database = await openTestDatabase();
  await fill(database, 2000);
  await database.transaction(async ({ query }) => void (await sql`analyze ai_tasks`.execute(query)));
  const { read, heard } = listening(database.read);
  for (const [filter] of FILTERS) {
    for (const deleted of ['without', 'with'] as const) {
      await listAdminTasks(read, { ...EVERYTHING, deleted, ...filter });
    }
  }
  expect(heard).toHaveLength(FILTERS.length * 2 * 2);
  for (const query of heard) expect(await planOf(database, query)).not.toMatch(/scan|sort|temp b-tree/i);
});

/**
 * How the database goes about a statement. PostgreSQL would read and sort a table as small as this; it is told not to
 * wherever it can do without.
 */
async function planOf({ dialect, read }: Database, query: CompiledQuery): Promise<string> {
  const explain = (by: Kysely<Tables>, how: string) =>
    by.getExecutor().executeQuery({ ...query, sql: `${how} ${query.sql}` });
  if (dialect === 'sqlite') return JSON.stringify((await explain(read, 'explain query plan')).rows);
  return read.connection().execute(async (connection) => {
    for (const way of ['enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'enable_incremental_sort']) {
      await sql`select set_config(${way}, 'off', false)`.execute(connection);
    }
    const text = JSON.stringify((await explain(connection, 'explain')).rows);
    // "Index Scan" is PostgreSQL's word for reading in the order of an index.
    return text.replace(/index (only )?scan( backward)?|subquery scan/gi, 'in order');
  });
}
