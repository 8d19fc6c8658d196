import { setTimeout as sleep } from 'node:timers/promises';
import { defineRow, expectEqual } from '../row.ts';

const ROUNDS = { short: 1, full: 10 } as const;
/** Longer than a lease, so that others take over while the frozen one still believes it is at work. */
const FROZEN_MS = { short: 32_000, full: 60_000 } as const;
const TASKS = 30;
const RESUME_LIMIT_MS = 30_000;
const SETTLE_LIMIT_MS = 90_000;

export default defineRow({
  id: 'F12',
  title: 'one of three workers frozen for longer than its leases, then thawed',
  target: 'its late writes change 0 rows; others resume ≤ 30 s',
  engines: ['postgres'],
  sabotage: 'no-fencing',
  async run(context) {
    const installation = await context.open({
      // Slow answers, so that the freeze catches calls half way.
      script: { jobMs: [50, 300], slowMs: 1500 },
      vendor: { maxConcurrent: 60 },
    });
    const door = await installation.start('api');
    const client = await installation.client(door).join();
    const workers = [];
    for (let index = 0; index < 3; index += 1) workers.push(await installation.start('worker'));
    await client.upload();
    await installation.settled(SETTLE_LIMIT_MS);
    const problems: string[] = [];
    let slowestMs = 0;
    let lateWrites = 0;
    for (let round = 0; round < ROUNDS[context.profile]; round += 1) {
      const ids = await Promise.all(Array.from({ length: TASKS }, () => client.createTask()));
      await sleep(context.random.between(300, 900));
      const frozen = context.random.pick(workers);
      const frozenAtMs = Date.now();
      frozen.child.kill('SIGSTOP');
      const isSettled = await installation.settled(FROZEN_MS[context.profile]);
      slowestMs = Math.max(slowestMs, Date.now() - frozenAtMs);
      if (!isSettled) problems.push('the others did not take over while it was frozen');
      await sleep(Math.max(0, FROZEN_MS[context.profile] - (Date.now() - frozenAtMs)));
      const before = await historyOf(installation);
      frozen.child.kill('SIGCONT');
      await sleep(5000);
      const after = await historyOf(installation);
      if (before !== after) {
        lateWrites += 1;
        problems.push('a late write of the thawed worker was taken');
      }
      void ids;
    }
    if (slowestMs > RESUME_LIMIT_MS) problems.push(`taking over took ${slowestMs} ms`);
    const states = await installation.states();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, ROUNDS[context.profile] * TASKS + 1);
    expectEqual(problems, 'jobs done twice', (await installation.counts()).duplicates, 0);
    problems.push(...(await installation.problems()));
    return {
      figure: `${ROUNDS[context.profile]} freezes: ${lateWrites} late writes taken, all work done ${(slowestMs / 1000).toFixed(1)} s after the freeze`,
      problems,
    };
  },
});

/** Everything a late write could change: how often each task moved, and where it stands. */
async function historyOf(installation: Parameters<typeof countsOf>[0]): Promise<string> {
  return JSON.stringify(await countsOf(installation));
}

function countsOf(installation: {
  withDatabase: <T>(
    look: (database: import('@atelier/backend/db/database').Database) => Promise<T>,
  ) => Promise<T>;
}) {
  return installation.withDatabase(({ read }) =>
    read
      .selectFrom('ai_tasks')
      .select(['id', 'status', 'phase', 'event_count', 'updated_at'])
      .orderBy('id')
      .execute(),
  );
}
