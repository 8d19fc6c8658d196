import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillClient } from '../client.ts';
import type { Installation, ServerProcess } from '../installation.ts';
import { type DrillContext, defineRow, expectEqual } from '../row.ts';

/** Tasks in the air at each boundary, and how often the process dies there among them. */
const PLANS = { short: { points: 3, tasks: 6, deaths: 1 }, full: { points: Infinity, tasks: 50, deaths: 3 } };
const SETTLE_LIMIT_MS = 60_000;
/** Jobs outlast the first questions, so that every task crosses the boundaries of asking again. */
const VENDOR = { script: { jobMs: [120, 250] }, vendor: { checkAfterMs: 40 } } as const;
/** The bug of this row shows in the moments around the commit that completes a task. */
const SABOTAGED = /^after .*\(complete\)/;

interface Boundary {
  readonly name: string;
  /** Crossed by a process that starts, while it picks up what the one before it left. */
  readonly isOfStart: boolean;
}

/** The boundaries that a start, an upload, an order and their work cross, collected in a run without a kill. */
async function findBoundaries(installation: Installation): Promise<Boundary[]> {
  const server = await installation.start('all', { plan: { watchesBoundaries: true } });
  const ofStart = new Set(await server.ask<string[]>({ tell: 'boundaries' }, 'boundaries'));
  const client = await installation.client(server).join();
  await client.upload();
  await client.createTask();
  await installation.settled(SETTLE_LIMIT_MS);
  const found = await server.ask<string[]>({ tell: 'boundaries' }, 'boundaries');
  await server.stop();
  // Registering comes before any task.
  const names = found.filter((name) => !name.includes('accounts/')).sort();
  return names.map((name) => ({ name, isOfStart: ofStart.has(name) }));
}

function chooseBoundaries({ profile, random, sabotage }: DrillContext, all: readonly Boundary[]): Boundary[] {
  if (sabotage) return all.filter(({ name }) => SABOTAGED.test(name));
  const left = [...all];
  const chosen: Boundary[] = [];
  while (left.length > 0 && chosen.length < PLANS[profile].points) {
    chosen.push(...left.splice(Math.floor(random.next() * left.length), 1));
  }
  return chosen;
}

/** One installation whose process dies at boundaries and is replaced. */
class Victim {
  readonly #installation: Installation;
  #server: ServerProcess | undefined;
  deaths = 0;

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  get url(): string {
    return this.#server?.url ?? 'http://127.0.0.1:9';
  }

  async start(): Promise<void> {
    this.#server = await this.#installation.start('all', { plan: { watchesBoundaries: true } });
  }

  /** Runs the work while the process dies so many times at one boundary. Returns how often it did. */
  async dieAt(boundary: Boundary, context: DrillContext, work: () => Promise<unknown>): Promise<number> {
    const died = boundary.isOfStart
      ? await this.#dieStarting(boundary.name, context, work)
      : await this.#dieWorking(boundary.name, context, work);
    this.deaths += died;
    return died;
  }

  /** Killed at random under the work, and then at the boundary while it recovers. */
  async #dieStarting(diesAt: string, context: DrillContext, work: () => Promise<unknown>): Promise<number> {
    const over = work();
    // Heard below, where it is awaited.
    over.catch(() => undefined);
    let died = 0;
    for (let death = 0; death < PLANS[context.profile].deaths; death += 1) {
      await sleep(context.random.between(50, 500));
      await this.#server?.kill();
      await this.#installation.start('all', { plan: { watchesBoundaries: true, diesAt } }).then(
        (survivor) => survivor.kill(),
        () => {
          died += 1;
        },
      );
      await this.start();
    }
    await over;
    return died;
  }

  async #dieWorking(boundary: string, context: DrillContext, work: () => Promise<unknown>): Promise<number> {
    const { tasks, deaths } = PLANS[context.profile];
    let isOver = false;
    let died = 0;
    const over = work().finally(() => {
      isOver = true;
    });
    // Heard below, where it is awaited.
    over.catch(() => undefined);
    while (!isOver && died < deaths) {
      // Not always one of the first tasks; only a third of them cross the doors of uploads.
      const crossing = 1 + Math.floor(context.random.next() * (died === 0 ? tasks / 6 : 3));
      this.#server?.tell({ tell: 'die', boundary, crossing });
      await Promise.race([this.#server?.exited, over]);
      if (isOver) break;
      died += 1;
      await this.start();
    }
    await over;
    return died;
  }
}

async function orderAll(client: DrillClient, installation: Installation, tasks: number): Promise<void> {
  // Some bring their picture along, so that the doors of uploads are crossed too.
  await Promise.all(
    Array.from({ length: tasks }, (_, index) => (index % 3 === 0 ? client.upload() : client.createTask())),
  );
  await installation.settled(SETTLE_LIMIT_MS);
}

export default defineRow({
  id: 'F2',
  title: 'killed at every boundary of a task’s life',
  target: 'every boundary with 50 tasks in the air: 0 lost, 0 double',
  engines: ['sqlite'],
  sabotage: 'charge-apart',
  async run(context) {
    const boundaries = chooseBoundaries(context, await findBoundaries(await context.open(VENDOR)));
    const installation = await context.open(VENDOR);
    const victim = new Victim(installation);
    await victim.start();
    const client = await installation.client(victim).join();
    await client.upload();
    await installation.settled(SETTLE_LIMIT_MS);
    const problems: string[] = [];
    const { tasks } = PLANS[context.profile];
    let reached = 0;
    for (const boundary of boundaries) {
      const died = await victim.dieAt(boundary, context, () => orderAll(client, installation, tasks));
      if (died > 0) reached += 1;
      else problems.push(`it never died ${boundary.name}`);
    }
    const ordered = boundaries.length * tasks + 1;
    const states = await installation.states();
    const counts = await installation.counts();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, ordered);
    expectEqual(problems, 'jobs the vendor did twice', counts.duplicates, 0);
    problems.push(...(await installation.problems()));
    const figure =
      `${victim.deaths} deaths at ${reached} of ${boundaries.length} boundaries, ${ordered} tasks: ` +
      `${ordered - (states['completed'] ?? 0)} lost, ${counts.duplicates} double`;
    return { figure, problems };
  },
});
