import { defineRow, expectEqual } from '../row.ts';

const TASKS = { short: 30, full: 500 } as const;
const SETTLE_LIMIT_MS = 120_000;

export default defineRow({
  id: 'F4',
  title: 'the vendor takes the job, the answer is lost, and it knows no references',
  target: 'each one released and reported, 0 blind repeats',
  engines: ['sqlite'],
  sabotage: 'repeat-blindly',
  isSabotagedInTests: true,
  async run(context) {
    const installation = await context.open({
      vendor: { isKeyed: false },
      script: { honoursReferences: false, jobMs: [20, 60] },
    });
    const server = await installation.start();
    const client = await installation.client(server).join();
    await client.upload();
    await installation.settled(SETTLE_LIMIT_MS);
    await installation.script({ cutShare: 1 });
    const tasks = TASKS[context.profile];
    await Promise.all(Array.from({ length: tasks }, () => client.createTask()));
    const problems: string[] = [];
    if (context.sabotage === undefined && !(await installation.settled(SETTLE_LIMIT_MS))) {
      problems.push('some tasks never ended');
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const counts = await installation.counts();
    const unknown = await installation.withDatabase(({ read }) =>
      read
        .selectFrom('ai_tasks')
        .select('id')
        .where('status', '=', 'failed')
        .where('error_code', '=', 'vendor_outcome_unknown')
        .execute(),
    );
    expectEqual(problems, 'tasks ended as unknown', unknown.length, tasks);
    expectEqual(problems, 'jobs accepted', counts.accepted, tasks + 1);
    expectEqual(problems, 'blind repeats', counts.duplicates, 0);
    problems.push(...(await installation.problems()));
    return { figure: `${unknown.length} of ${tasks} released, ${counts.duplicates} blind repeats`, problems };
  },
});
