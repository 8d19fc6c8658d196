import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation, ServerProcess } from '../installation.ts';
import { type DrillContext, defineRow, expectEqual } from '../row.ts';
import type { LateWrites } from '../server-plan.ts';

const ROUNDS = { short: 1, full: 20 } as const;
const TASKS = 30;
const RESUME_LIMIT_MS = 30_000;
/** Answers take their time, so that a freeze catches starts half way and a thaw meets others half way. */
const SLOW_MS = 6000;
const SETTLE_LIMIT_MS = 90_000;
/** What a thawed worker still believes in, it writes within this time. */
const THAW_MS = 3000;

/** Who holds which live task. */
async function leases(installation: Installation): Promise<ReadonlyMap<string, string | null>> {
  const rows = await installation.withDatabase(({ read }) =>
    read.selectFrom('ai_tasks').select(['id', 'lease_token']).where('phase', '<>', 'ended').execute(),
  );
  return new Map(rows.map(({ id, lease_token }) => [id, lease_token]));
}

/** Waits until every task that the frozen worker held is somebody else's or over. Returns those tasks. */
async function waitForTakeOver(installation: Installation): Promise<{ held: number; isTaken: boolean }> {
  const endsAt = performance.now() + 2 * RESUME_LIMIT_MS;
  const atFreeze = await leases(installation);
  // The others renew or end theirs long before; what keeps its token this long belongs to the frozen one.
  await sleep(15_000);
  const later = await leases(installation);
  const held = [...atFreeze].filter(([id, token]) => token !== null && later.get(id) === token);
  for (;;) {
    const now = await leases(installation);
    if (held.every(([id, token]) => now.get(id) !== token)) return { held: held.length, isTaken: true };
    if (performance.now() > endsAt) return { held: held.length, isTaken: false };
    await sleep(200);
  }
}

async function lateWritesOf(workers: readonly ServerProcess[]): Promise<LateWrites> {
  let [refused, taken] = [0, 0];
  for (const worker of workers) {
    const late = await worker.ask<LateWrites>({ tell: 'leases' }, 'late');
    refused += late.refused;
    taken += late.taken;
  }
  return { refused, taken };
}

interface Round {
  readonly held: number;
  readonly tookMs: number;
  readonly problems: readonly string[];
}

/** One freeze with tasks in hand; the thaw comes when the others have just taken them over. */
async function freezeOnce(
  context: DrillContext,
  installation: Installation,
  workers: readonly ServerProcess[],
): Promise<Round> {
  const problems: string[] = [];
  await sleep(context.random.between(300, 900));
  const frozen = context.random.pick(workers);
  const frozenAt = performance.now();
  frozen.child.kill('SIGSTOP');
  const { held, isTaken } = await waitForTakeOver(installation);
  const tookMs = performance.now() - frozenAt;
  if (!isTaken) problems.push('the others did not take over while it was frozen');
  frozen.child.kill('SIGCONT');
  if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
  await sleep(THAW_MS);
  return { held, tookMs, problems };
}

export default defineRow({
  id: 'F12',
  title: 'one of three workers frozen for longer than its leases, thawed when others have its tasks',
  target: 'its late writes change 0 rows; others resume ≤ 30 s',
  engines: ['postgres'],
  sabotage: 'no-fencing',
  waitsLong: true,
  async run(context) {
    const installation = await context.open({
      script: { jobMs: [50, 300], slowMs: SLOW_MS },
      vendor: { maxConcurrent: 60 },
    });
    const door = await installation.start('api');
    const client = await installation.client(door).join();
    const workers: ServerProcess[] = [];
    for (let index = 0; index < 3; index += 1) {
      workers.push(await installation.start('worker', { plan: { watchesLeases: true } }));
    }
    await client.upload();
    await installation.settled(SETTLE_LIMIT_MS);
    const problems: string[] = [];
    let [slowestMs, held] = [0, 0];
    const rounds = ROUNDS[context.profile];
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(Array.from({ length: TASKS }, () => client.createTask()));
      const outcome = await freezeOnce(context, installation, workers);
      slowestMs = Math.max(slowestMs, outcome.tookMs);
      held += outcome.held;
      problems.push(...outcome.problems);
    }
    const late = await lateWritesOf(workers);
    expectEqual(problems, 'late writes that were taken', late.taken, 0);
    if (late.refused + late.taken === 0) problems.push('no late write was tried: nothing was proved');
    if (slowestMs > RESUME_LIMIT_MS) problems.push(`taking over took ${(slowestMs / 1000).toFixed(1)} s`);
    const states = await installation.states();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, rounds * TASKS + 1);
    expectEqual(problems, 'jobs done twice', (await installation.counts()).duplicates, 0);
    problems.push(...(await installation.problems()));
    const figure =
      `${rounds} freezes with ${held} tasks in hand: ${late.refused} late writes refused, ${late.taken} taken, ` +
      `taken over ${(slowestMs / 1000).toFixed(1)} s after the freeze at the latest`;
    return { figure, problems };
  },
});
