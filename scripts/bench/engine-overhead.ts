import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '@atelier/backend/migrate';
import { PgBoss } from 'pg-boss';
import { type PostgresServer, startPostgres } from '../../backend/test/postgres-server.ts';
import { report, round } from './report.ts';

const TASKS = Number(process.argv[2] ?? 1000);
/** Worked on at once. */
const HANDS = 8;

interface Spent {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Tasks that end as soon as they are started: claim, two steps under a lease, end, refund, four events, wake-up. */
async function emptyTasks(postgres: PostgresServer): Promise<Spent> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-'));
  const url = await postgres.createDatabase('empty_tasks');
  await migrate({ dialect: 'postgres', url });
  try {
    const worker = fork(path.join(import.meta.dirname, 'empty-tasks-worker.ts'), [
      folder,
      url,
      String(TASKS),
      String(HANDS),
    ]);
    const ended = once(worker, 'exit').then(([code]) => {
      throw new Error(`the worker ended before it had a figure (${code})`);
    });
    ended.catch(() => undefined);
    const [spent] = await Promise.race([once(worker, 'message'), ended]);
    if (spent.done !== TASKS) throw new Error(`${spent.done} of ${TASKS} tasks ended as they should`);
    await once(worker, 'exit');
    return spent;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** pg-boss's own jobs, taken and completed one by one by as many hands, with nothing done in between. */
async function emptyJobs(postgres: PostgresServer): Promise<Spent> {
  const boss = new PgBoss({
    connectionString: await postgres.createDatabase('empty_jobs'),
    supervise: false,
    schedule: false,
  });
  boss.on('error', (error) => {
    throw error;
  });
  await boss.start();
  await boss.createQueue('empty');
  await boss.insert(
    'empty',
    Array.from({ length: TASKS }, (_, index) => ({ data: { index } })),
  );
  let done = 0;
  const hand = async (): Promise<void> => {
    for (;;) {
      const [job] = await boss.fetch('empty');
      if (!job) return;
      await boss.complete('empty', job.id);
      done += 1;
    }
  };
  const cpu = process.cpuUsage();
  const begin = performance.now();
  await Promise.all(Array.from({ length: HANDS }, hand));
  const ms = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  await boss.stop({ graceful: true });
  if (done !== TASKS) throw new Error(`${done} of ${TASKS} jobs were done`);
  return { ms, cpuMs: (user + system) / 1000 };
}

const postgres = await startPostgres({ isDurable: true });
try {
  const jobs = await emptyJobs(postgres);
  const tasks = await emptyTasks(postgres);
  report({
    name: 'an empty task of ours against an empty job of pg-boss, on the same PostgreSQL',
    value: round(tasks.ms / jobs.ms, 1),
    unit: '×',
    target: null,
    taskMs: round(tasks.ms / TASKS),
    jobMs: round(jobs.ms / TASKS),
    overheadMs: round((tasks.ms - jobs.ms) / TASKS),
    taskCpuMs: round(tasks.cpuMs / TASKS),
    jobCpuMs: round(jobs.cpuMs / TASKS),
    tasks: TASKS,
    hands: HANDS,
  });
} finally {
  await postgres.stop();
}
