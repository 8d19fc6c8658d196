import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillClient } from '../client.ts';
import type { Installation, ServerProcess } from '../installation.ts';
import { type DrillContext, defineRow, expectEqual } from '../row.ts';

/**
 * `mostKills`: on a busy machine a process may be killed before it has done anything, again and again, and a task that
 * was begun six times in vain is given up, as it should be. The short profile stays below that.
 */
const PLANS = {
  short: { tasks: 30, kills: 3, mostKills: 4, betweenMs: [250, 900] },
  full: { tasks: 2000, kills: 200, mostKills: 1000, betweenMs: [300, 2000] },
} as const;
const CREATORS = 6;
const PEOPLE = 3;
/** A restart must show the first work on an old task within this (embedded; the promise is 5 s). */
const RESUME_LIMIT_MS = { sqlite: 5000, postgres: 30_000 } as const;
const SETTLE_LIMIT_MS = { short: 60_000, full: 300_000 } as const;

interface Restart {
  readonly atMs: number;
  /** Tasks under way when the process was killed. */
  readonly left: ReadonlySet<string>;
}

/** Keeps processes alive by killing and replacing one of them again and again. */
class Killer {
  readonly #installation: Installation;
  readonly #roles: ReadonlyArray<'all' | 'api' | 'worker'>;
  readonly restarts: Restart[] = [];
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
    const left = await this.#installation.tasksUnderWay();
    await this.#startOne(index);
    this.restarts.push({ atMs: this.#servers[index]?.startedAtMs ?? 0, left });
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

/**
 * Longest time from the start of a process to the first sign of life of a task that was left by a killed one. Restarts
 * that were killed again before they could show anything prove nothing.
 */
async function slowestResumeMs(
  installation: Installation,
  restarts: readonly Restart[],
): Promise<{ slowestMs: number; judged: number }> {
  const events = await installation.withDatabase(({ read }) =>
    read
      .selectFrom('events')
      .select(['task_id', 'created_at'])
      .where('task_id', 'is not', null)
      .orderBy('created_at')
      .execute(),
  );
  const signs = events.map(({ task_id, created_at }) => ({
    taskId: task_id ?? '',
    atMs: Date.parse(created_at),
  }));
  const waits = restarts.flatMap(({ atMs, left }, index) => {
    const sign = signs.find((each) => each.atMs >= atMs && left.has(each.taskId));
    const nextKillMs = restarts[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    return sign && sign.atMs < nextKillMs ? [sign.atMs - atMs] : [];
  });
  return { slowestMs: Math.max(0, ...waits), judged: waits.length };
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
    // Heard below, where it is awaited.
    ordering.catch(() => undefined);
    while (isOrdering || killer.kills < plan.kills) {
      await sleep(context.random.between(plan.betweenMs[0], plan.betweenMs[1]));
      await killer.killOne(context);
      if (killer.kills >= plan.mostKills) break;
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
    const { slowestMs, judged } = await slowestResumeMs(installation, killer.restarts);
    const resume = `${judged} resumes seen, the slowest ${(slowestMs / 1000).toFixed(1)} s after the start`;
    // The short profile shares the machine with other tests.
    if (context.profile === 'full' && slowestMs > RESUME_LIMIT_MS[context.engine]) problems.push(resume);
    problems.push(...(await installation.problems()));
    const figure =
      `${ordered} tasks, ${killer.kills} kills: ${ordered - (states['completed'] ?? 0)} lost, ` +
      `${counts.duplicates} double; ${resume}`;
    return { figure, problems };
  },
});
