import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openTestDatabase } from '../../test/test-database.ts';
import { systemClock, timestamp } from '../lib/clock.ts';
import type { Database } from './database.ts';

const note = (database: Database, key: string, fail = false) =>
  database.transaction(async ({ query }) => {
    await query
      .insertInto('pending_objects')
      .values({ object_key: key, created_at: timestamp(systemClock) })
      .execute();
    if (fail) throw new Error(`refused ${key}`);
    return key;
  });

const keys = async (database: Database) =>
  (
    await database.read.selectFrom('pending_objects').select('object_key').orderBy('object_key').execute()
  ).map((row) => row.object_key);

test('a failed transaction takes only itself back, not its neighbours in the same commit', async () => {
  const database = await openTestDatabase();
  const outcomes = await Promise.allSettled([
    note(database, 'a'),
    note(database, 'b', true),
    note(database, 'c'),
  ]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await keys(database)).toEqual(['a', 'c']);
});

test('who has to run again because of a neighbour happens once, and so do the callbacks', async () => {
  const database = await openTestDatabase();
  const calls: string[] = [];
  let runs = 0;
  const first = database.transaction(async ({ query, beforeCommit, afterCommit }) => {
    runs += 1;
    const row = (key: string) => ({ object_key: key, created_at: timestamp(systemClock) });
    await query.insertInto('pending_objects').values(row('first')).execute();
    beforeCommit(async () => void (await query.insertInto('pending_objects').values(row('last')).execute()));
    afterCommit(() => calls.push('committed'));
    return runs;
  });
  const outcomes = await Promise.allSettled([first, note(database, 'b', true)]);
  expect(outcomes[0]).toEqual({ status: 'fulfilled', value: 2 });
  expect(await keys(database)).toEqual(['first', 'last']);
  expect(calls).toEqual(['committed']);
});

test('work that goes on after SQLite rolled back by itself fails instead of being committed in pieces', async () => {
  const database = await openTestDatabase();
  const swallowing = database.transaction(async ({ query }) => {
    await sql`rollback`.execute(query);
  });
  const outcomes = await Promise.allSettled([swallowing, note(database, 'after')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await keys(database)).toEqual([]);
});

test('waiting transactions share a commit and each hears of its own result after it', async () => {
  const database = await openTestDatabase();
  const results = await Promise.all(Array.from({ length: 200 }, (_, index) => note(database, `k${index}`)));
  expect(results).toHaveLength(200);
  expect(await keys(database)).toHaveLength(200);
});

test('a change is visible to readers as soon as its transaction has resolved', async () => {
  const database = await openTestDatabase();
  await note(database, 'seen');
  expect(await keys(database)).toEqual(['seen']);
});

test('who is refused for a row of a neighbour in the same commit can read that row', async () => {
  const database = await openTestDatabase();
  const seen = Array.from({ length: 20 }, () =>
    note(database, 'same').then(
      () => 'written',
      async () => (await keys(database)).join(),
    ),
  );
  const outcomes = await Promise.all(seen);
  expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'same')).toHaveLength(19);
});

test('callbacks run after the commit and never after a rollback', async () => {
  const database = await openTestDatabase();
  const calls: string[] = [];
  await database.transaction(async ({ afterCommit }) => afterCommit(() => calls.push('kept')));
  await expect(
    database.transaction(async ({ afterCommit }) => {
      afterCommit(() => calls.push('dropped'));
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(calls).toEqual(['kept']);
});

test('a transaction inside a transaction is refused instead of waiting for itself', async () => {
  const database = await openTestDatabase();
  await expect(database.transaction(async () => note(database, 'inner'))).rejects.toThrow(
    /while a database transaction is open/,
  );
  await note(database, 'after');
  expect(await keys(database)).toEqual(['after']);
});

test('the reading connection cannot write', async () => {
  const database = await openTestDatabase();
  const write = database.read
    .insertInto('pending_objects')
    .values({ object_key: 'x', created_at: 'x' })
    .execute();
  await expect(write).rejects.toThrow(/readonly/);
});

test('when SQLite rolls everything back by itself, nobody is told of success and later writes go through', async () => {
  const database = await openTestDatabase();
  // A rollback from inside plays the I/O error or full disk at which SQLite ends the transaction itself.
  const before = note(database, 'before');
  const broken = database.transaction(async ({ query }) => {
    await sql`rollback`.execute(query);
    throw new Error('disk full');
  });
  const outcomes = await Promise.allSettled([before, broken]);
  // The neighbour hears the reason too, so that it can be answered for what it is.
  const rejected = { status: 'rejected', reason: new Error('disk full') };
  expect(outcomes).toEqual([rejected, rejected]);
  await note(database, 'later');
  expect(await keys(database)).toEqual(['later']);
});

test('who fails because of a neighbour in the same commit can read what the neighbour did', async () => {
  const database = await openTestDatabase();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => note(database, 'same').catch(async () => keys(database))),
  );
  expect(outcomes.filter((outcome) => outcome !== 'same')).toEqual(
    Array.from({ length: 19 }, () => ['same']),
  );
});
