import { setTimeout as sleep } from 'node:timers/promises';
import { defineRow, expectEqual } from '../row.ts';

const TASKS = { short: 30, full: 500 } as const;
const JUMP_MS = 2 * 60 * 60_000;
const AT_ONCE = 10;
const SETTLE_LIMIT_MS = 240_000;

export default defineRow({
  id: 'F20',
  title: 'the machine’s clock jumps two hours forth and back under running tasks',
  target: '0 wrong ends in 500',
  engines: ['sqlite'],
  sabotage: 'trust-the-clock',
  isSabotagedInTests: true,
  async run(context) {
    const installation = await context.open({ script: { jobMs: [100, 800], slowMs: 200 } });
    const server = await installation.start();
    const client = await installation.client(server).join();
    await client.upload();
    const tasks = TASKS[context.profile];
    let left = tasks;
    const ordering = Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left > 0) {
          left -= 1;
          await client.createTask();
          await sleep(context.random.between(0, 300));
        }
      }),
    );
    let jumps = 0;
    while (left > 0) {
      await sleep(context.random.between(150, 500));
      jumps += 1;
      server.tell({ tell: 'clock', offsetMs: context.random.pick([JUMP_MS, -JUMP_MS, 0]) });
    }
    await ordering;
    const problems: string[] = [];
    if (!(await installation.settled(context.sabotage ? 20_000 : SETTLE_LIMIT_MS))) {
      problems.push('some tasks never ended');
    }
    const states = await installation.states();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, tasks + 1);
    expectEqual(problems, 'jobs done twice', (await installation.counts()).duplicates, 0);
    problems.push(...(await installation.problems()));
    return {
      figure: `${tasks} tasks, ${jumps} jumps of ± 2 h: ${tasks + 1 - (states['completed'] ?? 0)} wrong ends`,
      problems,
    };
  },
});
