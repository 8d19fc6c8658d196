import { defineRow, expectEqual } from '../row.ts';

/** Each process has two hands per slot of the limit: six. */
const PLANS = {
  short: { tasks: 15, processes: 2, jobMs: [700, 1000] },
  full: { tasks: 400, processes: 8, jobMs: [200, 400] },
} as const;
const LIMIT = 3;
const ORDERERS = 8;
/** With the planted bug each process counts to its own limit. */
const SABOTAGED_LIMIT = 16;
const SETTLE_LIMIT_MS = 400_000;

export default defineRow({
  id: 'F13',
  title: 'many hands press against a vendor’s limit of three',
  target: 'the vendor’s own peak ≤ 3 with 48 hands',
  engines: ['postgres'],
  sabotage: 'limit-per-process',
  async run(context) {
    const installation = await context.open({
      vendor: { maxConcurrent: context.sabotage ? SABOTAGED_LIMIT : LIMIT, checkAfterMs: 50 },
      script: { jobMs: PLANS[context.profile].jobMs },
    });
    const door = await installation.start('api');
    const { tasks, processes } = PLANS[context.profile];
    for (let index = 0; index < processes; index += 1) await installation.start('worker');
    const client = await installation.client(door).join();
    await client.upload();
    let left = tasks;
    const orderer = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await client.createTask();
      }
    };
    await Promise.all(Array.from({ length: ORDERERS }, orderer));
    const problems: string[] = [];
    if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
    const counts = await installation.counts();
    if (counts.peak > LIMIT) problems.push(`the vendor saw ${counts.peak} at once`);
    if (counts.peak < LIMIT) problems.push('the limit was never reached: nothing was proved');
    const states = await installation.states();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, tasks + 1);
    problems.push(...(await installation.problems()));
    const hands = processes * 2 * LIMIT;
    return {
      figure: `${tasks} tasks, ${hands} hands in ${processes} processes: peak ${counts.peak}`,
      problems,
    };
  },
});
