import { defineRow, expectEqual } from '../row.ts';

const TASKS = { short: 20, full: 500 } as const;
/** Each answer in a row that is lost doubles the wait; half of them make minutes of it. */
const CUT_SHARE = { short: 0.3, full: 0.5 } as const;
const SETTLE_LIMIT_MS = 600_000;

export default defineRow({
  id: 'F3',
  title: 'the vendor takes the job, the answer is lost; it knows our reference again',
  target: '0 duplicates, all completed',
  engines: ['sqlite'],
  sabotage: 'new-reference',
  isSabotagedInTests: true,
  async run(context) {
    const installation = await context.open({
      script: { cutShare: CUT_SHARE[context.profile], jobMs: [20, 60] },
    });
    const server = await installation.start();
    const client = await installation.client(server).join();
    await client.upload();
    const tasks = TASKS[context.profile];
    await Promise.all(Array.from({ length: tasks }, () => client.createTask()));
    const problems: string[] = [];
    if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
    const states = await installation.states();
    const counts = await installation.counts();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, tasks + 1);
    expectEqual(problems, 'jobs accepted', counts.accepted, tasks + 1);
    expectEqual(problems, 'jobs done twice', counts.duplicates, 0);
    if (counts.cut === 0) problems.push('no answer was cut: the drill proved nothing');
    problems.push(...(await installation.problems()));
    return {
      figure: `${tasks} tasks, ${counts.cut} answers cut: ${counts.duplicates} duplicates`,
      problems,
    };
  },
});
