import { once } from 'node:events';
import type { Installation } from '../installation.ts';
import { type DrillContext, defineRow, expectEqual } from '../row.ts';

const TASKS = { short: 2, full: 50 } as const;
/** The short profile visits a few points only, spread over the life of a task. */
const POINTS = { short: 5, full: Number.POSITIVE_INFINITY } as const;
const SETTLE_LIMIT_MS = 30_000;

/** How many boundaries one task crosses from its order to its end, counted in a run without a kill. */
async function countBoundaries(installation: Installation): Promise<number> {
  const server = await installation.start('all', { plan: { countBoundaries: true } });
  const client = await installation.client(server).join();
  await client.upload();
  await installation.settled(SETTLE_LIMIT_MS);
  server.child.send('from now');
  await client.createTask();
  await installation.settled(SETTLE_LIMIT_MS);
  const answer = once(server.child, 'message');
  server.child.send('how many?');
  const [{ crossed }] = (await answer) as [{ crossed: number }];
  await server.stop();
  return crossed;
}

function choosePoints({ profile }: DrillContext, count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  const step = Math.max(1, Math.floor(count / Math.min(count, POINTS[profile])));
  return all.filter((point) => (point - 1) % step === 0);
}

/** Orders tasks while the process kills itself at one point, restarts it without the point, and waits for the end. */
async function visit(installation: Installation, point: number, tasks: number): Promise<number> {
  let url = '';
  const client = installation.client({
    get url() {
      return url;
    },
  });
  const calm = await installation.start();
  url = calm.url;
  await client.join();
  await client.upload();
  await installation.settled(SETTLE_LIMIT_MS);
  await calm.stop();
  for (let task = 0; task < tasks; task += 1) {
    const doomed = await installation.start('all', { plan: { killAtBoundary: point } });
    url = doomed.url;
    doomed.child.send('from now');
    const order = client.createTask(`point-${point}-${task}`);
    // Sweeps cross boundaries too, so every point is reached sooner or later.
    await doomed.exited;
    const next = await installation.start();
    url = next.url;
    await order;
    await installation.settled(SETTLE_LIMIT_MS);
    await next.kill();
  }
  return tasks + 1;
}

export default defineRow({
  id: 'F2',
  title: 'killed at every boundary of a task’s life',
  target: 'every point: 0 lost, 0 double',
  engines: ['sqlite'],
  sabotage: 'forget-the-dead',
  async run(context) {
    const counting = await context.open();
    const points = choosePoints(context, context.sabotage ? 30 : await countBoundaries(counting));
    const problems: string[] = [];
    const installation = await context.open();
    let ordered = 0;
    for (const point of context.sabotage ? points.slice(-2) : points) {
      ordered += await visit(installation, point, context.sabotage ? 1 : TASKS[context.profile]);
    }
    const states = await installation.states();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, ordered);
    expectEqual(problems, 'jobs the vendor did twice', (await installation.counts()).duplicates, 0);
    problems.push(...(await installation.problems()));
    return {
      figure: `${points.length} points, ${ordered} tasks: ${states['completed'] ?? 0} completed`,
      problems,
    };
  },
});
