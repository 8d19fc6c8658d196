import { setTimeout as sleep } from 'node:timers/promises';
import { defineRow, expectEqual } from '../row.ts';

/** `step`: how quickly the moment of canceling follows the machine; few races must find it soon. */
const PLANS = { short: { tasks: 60, step: 1.15 }, full: { tasks: 2000, step: 1.05 } } as const;
const AT_ONCE = 20;
const SETTLE_LIMIT_MS = 120_000;

export default defineRow({
  id: 'F23',
  title: 'cancels at random moments, also at the finish',
  target: 'one end and one ledger end each, 0 double',
  engines: ['sqlite', 'postgres'],
  sabotage: 'cancel-what-was-live',
  isSabotagedInTests: true,
  async run(context) {
    const installation = await context.open({ script: { jobMs: [20, 150] }, vendor: { checkAfterMs: 30 } });
    const server = await installation.start();
    const client = await installation.client(server).join();
    await client.upload();
    const { step, ...plan } = PLANS[context.profile];
    // The planted bug shows only where a cancel meets a finish.
    const tasks = context.sabotage ? 2 * plan.tasks : plan.tasks;
    let left = tasks;
    let canceled = 0;
    // Moves to where cancels and finishes win equally often, however quick the machine is.
    let typicalMs = 300;
    const racer = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const { id } = await client.createTask();
        await sleep(typicalMs * context.random.between(0.3, 1.7));
        // A finger that slips: the second one must change nothing.
        const answers = await Promise.all([
          client.send('POST', `/api/tasks/${id}/cancel`),
          client.send('POST', `/api/tasks/${id}/cancel`),
        ]);
        const isInTime = answers.some(({ status }) => status === 200);
        if (isInTime) canceled += 1;
        typicalMs *= isInTime ? step : 1 / step;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, racer));
    const problems: string[] = [];
    if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
    const states = await installation.states();
    expectEqual(problems, 'canceled tasks', states['canceled'] ?? 0, canceled);
    expectEqual(problems, 'ended tasks', (states['canceled'] ?? 0) + (states['completed'] ?? 0), tasks + 1);
    if (canceled === 0 || canceled === tasks)
      problems.push('every race had the same winner: nothing was proved');
    problems.push(...(await installation.problems()));
    return {
      figure: `${tasks} tasks, ${canceled} canceled in time, ${tasks - canceled} finished first`,
      problems,
    };
  },
});
