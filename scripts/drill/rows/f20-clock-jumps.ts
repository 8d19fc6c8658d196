import { setTimeout as sleep } from 'node:timers/promises';
import { defineRow, expectEqual } from '../row.ts';

const TASKS = { short: 30, full: 500 } as const;
const JUMP_MS = 2 * 60 * 60_000;
const AT_ONCE = 10;
const SETTLE_LIMIT_MS = 240_000;
const SABOTAGED_LIMIT_MS = 15_000;

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
    const problems: string[] = [];
    const ordering = Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left > 0) {
          left -= 1;
          await client.createTask().catch((error: unknown) => {
            problems.push(error instanceof Error ? error.message : String(error));
          });
          await sleep(context.random.between(0, 300));
        }
      }),
    );
    const limitMs = context.sabotage ? SABOTAGED_LIMIT_MS : SETTLE_LIMIT_MS;
    let isOver = false;
    const settling = ordering
      .then(() => installation.settled(limitMs))
      .finally(() => {
        isOver = true;
      });
    let jumps = 0;
    while (!isOver) {
      await sleep(context.random.between(150, 500));
      jumps += 1;
      server.tell({ tell: 'clock', offsetMs: context.random.pick([JUMP_MS, -JUMP_MS, 0]) });
    }
    if (!(await settling)) problems.push('some tasks never ended');
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
