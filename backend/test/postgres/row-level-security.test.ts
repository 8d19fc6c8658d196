import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { runAsNobody, runAsUser } from '../../src/lib/actor-scope.ts';
import { makeKey } from '../api-key-client.ts';
import { BatchClient } from '../batch-client.ts';
import { TaskClient } from '../task-client.ts';
import { giveMembership, openTestStudio } from '../test-studio.ts';

const OWNED = [
  'ai_tasks',
  'api_key_usage',
  'api_keys',
  'assets',
  'batch_items',
  'batches',
  'credit_transactions',
  'events',
  'idempotency_keys',
  'membership_renewals',
  'memberships',
  'user_credits',
] as const;

/** Two users with one finished task, one batch and one renewed membership each, ordered with an API key. */
async function open() {
  const studio = await openTestStudio();
  const [annas, bens] = [await studio.user(10), await studio.user(10)];
  const anna = new TaskClient(studio, annas);
  const ben = new TaskClient(studio, bens);
  for (const session of [annas, bens]) {
    const { client } = await makeKey(studio, session);
    await client.ended((await client.createTask({ key: 'once' })).id);
    await new BatchClient(client).sent(1);
    const membershipId = await giveMembership(studio, client.userId);
    const request = { operatorId: annas.account.id, key: membershipId, requestHash: '' };
    await studio.parts.membershipDesk.renew(request, membershipId, 1);
  }
  return { database: studio.parts.database, anna, ben };
}

test.each(OWNED)('a query on %s that forgets its owner finds only the rows of the caller', async (table) => {
  const { database, anna, ben } = await open();
  const ownersOf = async () => {
    const { rows } = await sql<{ user_id: string }>`select distinct user_id from ${sql.table(table)}`.execute(
      database.read,
    );
    return rows.map((row) => row.user_id).sort();
  };
  expect(await ownersOf()).toEqual([anna.userId, ben.userId].sort());
  expect(await runAsUser(anna.userId, ownersOf)).toEqual([anna.userId]);
  expect(await runAsNobody(ownersOf)).toEqual([]);
});

test('nobody can write rows for somebody else, whatever the statement says', async () => {
  const { database, anna, ben } = await open();
  const rob = () =>
    database.transaction(({ query }) =>
      query.updateTable('user_credits').set({ credits: 0 }).where('user_id', '=', anna.userId).execute(),
    );
  const [stolen] = await runAsUser(ben.userId, rob);
  expect(stolen?.numUpdatedRows).toBe(0n);
  const forge = () =>
    database.transaction(({ query }) =>
      query
        .insertInto('idempotency_keys')
        .columns(['user_id', 'key', 'request_hash', 'task_id', 'created_at'])
        .expression((eb) =>
          eb
            .selectFrom('idempotency_keys')
            .select((own) => [
              own.val(anna.userId).as('user_id'),
              'key',
              'request_hash',
              'task_id',
              'created_at',
            ]),
        )
        .execute(),
    );
  await expect(runAsUser(ben.userId, forge)).rejects.toThrow(/row-level security/);
});
