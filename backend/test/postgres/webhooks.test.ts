import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { runAsNobody, runAsUser } from '../../src/lib/actor-scope.ts';
import { createSafeFetch } from '../../src/lib/safe-fetch.ts';
import { eventually, openTestStudio } from '../test-studio.ts';
import { toLoopback } from '../webhooks/to-loopback.ts';
import { openWebhookBench } from '../webhooks/webhook-bench.ts';

const OWNED = ['webhook_endpoints', 'webhook_deliveries', 'webhook_attempts'] as const;

test('three processes on one database send each delivery once', async () => {
  const bench = await openWebhookBench();
  const { studio, clock, userId, receiver, addEndpoint, giveCredits } = bench;
  const others = [1, 2].map(() =>
    openTestStudio({ restartOf: studio, clock, safeFetch: createSafeFetch(toLoopback) }),
  );
  const studios = [studio, ...(await Promise.all(others))];
  const { id } = await addEndpoint();
  for (let round = 0; round < 25; round += 1) await Promise.all(Array.from({ length: 8 }, giveCredits));
  const { log } = studio.parts.webhooks;
  await eventually(async () => {
    for (const { parts } of studios) parts.webhooks.worker.wake();
    const { pagination } = await log.list(userId, id, { limit: 1, offset: 0, state: 'delivered' });
    return pagination.total === 200;
  }, 60_000);
  const ids = receiver.messages.map(({ headers }) => headers['webhook-id']);
  expect([ids.length, new Set(ids).size]).toEqual([200, 200]);
}, 120_000);

test('what one process makes, another delivers within seconds', async () => {
  const { studio, clock, receiver, addEndpoint, giveCredits } = await openWebhookBench({ work: false });
  await openTestStudio({ restartOf: studio, clock, safeFetch: createSafeFetch(toLoopback) });
  await addEndpoint();
  await giveCredits();
  await eventually(async () => receiver.messages.length === 1, 5000);
});

test.each(OWNED)('a query on %s that forgets its owner finds only the rows of the caller', async (table) => {
  const { studio, userId, urlOf, addEndpoint, giveCredits, newest } = await openWebhookBench();
  const { id } = await addEndpoint();
  await giveCredits();
  await newest(id);
  const stranger = (await studio.user()).account.id;
  const { endpoints } = studio.parts.webhooks;
  const wish = { url: urlOf('/'), description: '', events: ['task.created' as const], isActive: true };
  await runAsUser(stranger, () => endpoints.create(stranger, wish));
  const ownersOf = async () => {
    const { rows } = await sql<{ user_id: string }>`select distinct user_id from ${sql.table(table)}`.execute(
      studio.parts.database.read,
    );
    return rows.map((row) => row.user_id);
  };
  expect(await ownersOf()).toContain(userId);
  expect(await runAsUser(userId, ownersOf)).toEqual([userId]);
  expect(await runAsUser(stranger, ownersOf)).toEqual(table === 'webhook_endpoints' ? [stranger] : []);
  expect(await runAsNobody(ownersOf)).toEqual([]);
});
