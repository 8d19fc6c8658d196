import { MAX_COUNTED_TASKS } from '@atelier/shared/limits';
import { TASK_STATES } from '@atelier/shared/task-states';
import { expect, test } from 'vitest';
import { openTestDatabase } from '../../test/test-database.ts';
import type { Database } from '../db/database.ts';
import { listTasks } from './task-list.ts';

const TYPES = ['basic_clean', 'style_transfer'];
const PAGE = { limit: 100, offset: 0 };

/** Tasks of one user in every state and of two types, one a second; one in seven is deleted. */
async function fill(database: Database, count: number): Promise<void> {
  const moment = (index: number) => new Date(1_700_000_000_000 + index * 1000).toISOString();
  const rows = Array.from({ length: count }, (_, index) => {
    const status = TASK_STATES[index % TASK_STATES.length] ?? 'pending';
    const isLive = status === 'pending' || status === 'processing';
    return {
      id: `task_${index}`,
      task_no: `T${index}`,
      user_id: 'u',
      task_type: TYPES[index % TYPES.length] ?? '',
      status,
      phase: status === 'pending' ? ('queued' as const) : isLive ? ('running' as const) : ('ended' as const),
      ai_provider: 'local',
      ai_model: 'local-basic-clean',
      input_files: '[]',
      input_parameters: '{}',
      price_credits: 1,
      due_at: isLive ? moment(index) : null,
      deleted_at: index % 7 === 6 ? moment(index) : null,
      queued_at: moment(index),
      created_at: moment(index),
      updated_at: moment(index),
    };
  });
  await database.transaction(async ({ query }) => {
    const at = moment(0);
    const user = { id: 'u', email: 'u@example.com', username: null, password_hash: null, avatar_url: null };
    await query
      .insertInto('users')
      .values({ ...user, created_at: at, updated_at: at })
      .execute();
    for (let from = 0; from < rows.length; from += 200) {
      await query
        .insertInto('ai_tasks')
        .values(rows.slice(from, from + 200))
        .execute();
    }
  });
}

test('a list longer than the count goes is told as that long with more behind it, and can be read to its end', async () => {
  const database = await openTestDatabase();
  await fill(database, 1400);
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await listTasks(database.read, 'u', { ...PAGE, ...(cursor && { cursor }) });
    expect(page.pagination).toMatchObject({ total: MAX_COUNTED_TASKS, totalIsCapped: true });
    for (const { id } of page.rows) seen.add(id);
    cursor = page.pagination.nextCursor;
  } while (cursor);
  expect(seen.size).toBe(1200);
});

test('every choice of state and type gives exactly its tasks, newest first, with an exact count', async () => {
  const database = await openTestDatabase();
  await fill(database, 300);
  const all = (await database.read.selectFrom('ai_tasks').selectAll().execute()).filter(
    ({ deleted_at }) => deleted_at === null,
  );
  for (const status of [undefined, ...TASK_STATES]) {
    for (const type of [undefined, ...TYPES, 'unknown']) {
      const expected = all
        .filter((row) => (status ? row.status === status : true) && (type ? row.task_type === type : true))
        .sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
        .map(({ id }) => id);
      const query = { ...PAGE, ...(status && { status }), ...(type && { type }) };
      const { rows, pagination } = await listTasks(database.read, 'u', query);
      expect(rows.map(({ id }) => id)).toEqual(expected.slice(0, PAGE.limit));
      expect(pagination).toMatchObject({ total: expected.length, hasMore: expected.length > PAGE.limit });
      expect(pagination.totalIsCapped).toBeUndefined();
    }
  }
  expect((await listTasks(database.read, 'somebody else', PAGE)).rows).toEqual([]);
});
