import { defineRow, expectEqual } from '../row.ts';

const TASKS = { short: 20, full: 400 } as const;
const BAD_ANSWERS = { short: 30, full: 1000 } as const;
const SETTLE_LIMIT_MS = 240_000;

export default defineRow({
  id: 'F21',
  title: 'a vendor that answers 429, 500, nonsense, or late',
  target: '1,000 bad answers: all tasks completed, 0 attempts spent on 429, server alive',
  engines: ['sqlite'],
  sabotage: 'limit-is-an-error',
  isSabotagedInTests: true,
  async run(context) {
    const installation = await context.open({
      script: { jobMs: [20, 100], tooManyShare: 0.3, errorShare: 0.15, garbageShare: 0.15, slowMs: 60 },
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
    const spent = await installation.withDatabase(({ read }) =>
      read.selectFrom('ai_tasks').select('id').where('attempt', '>', 1).execute(),
    );
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, tasks + 1);
    expectEqual(problems, 'attempts spent', spent.length, 0);
    expectEqual(problems, 'jobs done twice', counts.duplicates, 0);
    expectEqual(problems, 'server alive', (await fetch(`${server.url}/healthz`)).status, 200);
    if (counts.refused === 0 || counts.bad < BAD_ANSWERS[context.profile]) {
      problems.push(`only ${counts.bad} bad answers: the drill proved too little`);
    }
    problems.push(...(await installation.problems()));
    return {
      figure: `${tasks} tasks, ${counts.bad} bad answers (${counts.refused} × 429): ${states['completed'] ?? 0} completed, ${spent.length} attempts spent`,
      problems,
    };
  },
});
