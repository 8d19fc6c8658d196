import { defineRow, expectEqual } from '../row.ts';

const TASKS = { short: 40, full: 400 } as const;
const LIMIT = 3;
const SETTLE_LIMIT_MS = 400_000;

export default defineRow({
  id: 'F13',
  title: 'three processes press against a vendor’s limit of three',
  target: 'the vendor’s own peak ≤ 3',
  engines: ['postgres'],
  sabotage: 'no-limit',
  async run(context) {
    const installation = await context.open({
      vendor: { maxConcurrent: LIMIT, checkAfterMs: 50 },
      script: { jobMs: [60, 160] },
    });
    const door = await installation.start('api');
    // With the bug planted each process has sixteen hands of its own, as in the bench that showed it.
    const plan = context.sabotage
      ? { vendor: { url: installation.vendorUrl, isKeyed: true, maxConcurrent: 16, checkAfterMs: 50 } }
      : {};
    for (let index = 0; index < 3; index += 1) await installation.start('worker', { plan });
    const client = await installation.client(door).join();
    await client.upload();
    const tasks = TASKS[context.profile];
    await Promise.all(Array.from({ length: tasks }, () => client.createTask()));
    const problems: string[] = [];
    if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
    const counts = await installation.counts();
    if (counts.peak > LIMIT) problems.push(`the vendor saw ${counts.peak} at once`);
    const states = await installation.states();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, tasks + 1);
    problems.push(...(await installation.problems()));
    return { figure: `${tasks} tasks on 3 processes: peak ${counts.peak} of ${LIMIT}`, problems };
  },
});
