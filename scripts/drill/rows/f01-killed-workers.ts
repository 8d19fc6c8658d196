import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillClient } from '../client.ts';
import type { Installation, ServerProcess } from '../installation.ts';
import { type DrillContext, defineRow, expectEqual } from '../row.ts';

const PLANS = {
  short: { tasks: 36, kills: 4, betweenMs: [250, 900] },
  full: { tasks: 2000, kills: 200, betweenMs: [150, 900] },
} as const;
const CREATORS = 6;
const PEOPLE = 3;
/** A restart must show the first work on an old task within this (embedded; the promise is 5 s). */
const RESUME_LIMIT_MS = { sqlite: 5000, postgres: 30_000 } as const;
const SETTLE_LIMIT_MS = { short: 60_000, full: 300_000 } as const;

/** Keeps processes alive by killing and replacing one of them again and again. */
class Killer {
  readonly #installation: Installation;
  readonly #roles: ReadonlyArray<'all' | 'api' | 'worker'>;
  readonly restartsMs: number[] = [];
  kills = 0;
  #servers: ServerProcess[] = [];
  #door = 'http://127.0.0.1:9';

  constructor(installation: Installation) {
    this.#installation = installation;
    // Embedded there is one process; on PostgreSQL the door and two workers die separately.
    this.#roles = installation.options.engine === 'sqlite' ? ['all'] : ['api', 'worker', 'worker'];
  }

  get door(): { url: string } {
    return { url: this.#door };
  }

  async start(): Promise<void> {
    for (const [index] of this.#roles.entries()) await this.#startOne(index);
  }

  async #startOne(index: number): Promise<void> {
    const role = this.#roles[index] ?? 'all';
    const server = await this.#installation.start(role);
    this.#servers[index] = server;
    if (role !== 'worker') this.#door = server.url;
  }

  async killOne({ random }: DrillContext): Promise<void> {
    const index = Math.floor(random.next() * this.#roles.length);
    await this.#servers[index]?.kill();
    this.kills += 1;
    await this.#startOne(index);
    this.restartsMs.push(this.#servers[index]?.startedAtMs ?? 0);
  }
}

/** Tasks that were accepted, as their client noted them. */
async function orderTasks(client: DrillClient, count: number): Promise<string[]> {
  const accepted: string[] = [];
  let left = count;
  const creator = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      accepted.push((await client.createTask()).id);
    }
  };
  await Promise.all(Array.from({ length: CREATORS }, creator));
  return accepted;
}

/** Longest time from a restart to the first sign of life of an old task. */
async function slowestResumeMs(installation: Installation, restartsMs: readonly number[]): Promise<number> {
  const moments = await installation.withDatabase(async ({ read }) =>
    (
      await read
        .selectFrom('events')
        .select('created_at')
        .where('type', 'in', ['task.progressed', 'task.completed', 'task.failed'])
        .orderBy('created_at')
        .execute()
    ).map(({ created_at }) => Date.parse(created_at)),
  );
  const waits = restartsMs.flatMap((restart, index) => {
    const next = moments.find((moment) => moment >= restart);
    // A process that was killed again before it could show anything proves nothing.
    const isJudged = next !== undefined && next < (restartsMs[index + 1] ?? Number.POSITIVE_INFINITY);
    return isJudged ? [next - restart] : [];
  });
  return Math.max(0, ...waits);
}

export default defineRow({
  id: 'F1',
  title: 'processes killed at random while tasks run',
  target: '0 lost, 0 double, drift 0; resume ≤ 5 s embedded, ≤ 30 s cluster',
  engines: ['sqlite', 'postgres'],
  sabotage: 'forget-the-dead',
  async run(context) {
    const plan = PLANS[context.profile];
    const installation = await context.open();
    const killer = new Killer(installation);
    await killer.start();
    const clients: DrillClient[] = [];
    for (let person = 0; person < PEOPLE; person += 1) {
      const client = installation.client({
        get url() {
          return killer.door.url;
        },
      });
      await client.join();
      await client.upload();
      clients.push(client);
    }
    let isOrdering = true;
    const ordering = Promise.all(
      clients.map((client) => orderTasks(client, Math.ceil(plan.tasks / PEOPLE))),
    ).finally(() => {
      isOrdering = false;
    });
    while (isOrdering || killer.kills < plan.kills) {
      await sleep(context.random.between(plan.betweenMs[0], plan.betweenMs[1]));
      await killer.killOne(context);
      if (killer.kills > plan.kills * 5) break;
    }
    const accepted = (await ordering).flat();
    const limitMs = context.sabotage ? 15_000 : SETTLE_LIMIT_MS[context.profile];
    const problems: string[] = [];
    if (!(await installation.settled(limitMs))) problems.push('some tasks never ended');
    const states = await installation.states();
    const counts = await installation.counts();
    const ordered = accepted.length + PEOPLE;
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, ordered);
    expectEqual(problems, 'distinct accepted tasks', new Set(accepted).size, accepted.length);
    expectEqual(problems, 'jobs the vendor did twice', counts.duplicates, 0);
    const resumeMs = await slowestResumeMs(installation, killer.restartsMs);
    if (resumeMs > RESUME_LIMIT_MS[context.engine]) problems.push(`resume took ${resumeMs} ms`);
    problems.push(...(await installation.problems()));
    const figure = `${ordered} tasks, ${killer.kills} kills: ${ordered - (states['completed'] ?? 0)} lost, ${counts.duplicates} double, slowest resume ${(resumeMs / 1000).toFixed(1)} s`;
    return { figure, problems };
  },
});
