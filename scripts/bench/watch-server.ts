import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { PasswordHasher } from '@atelier/backend/accounts/passwords';
import { createApp } from '@atelier/backend/app';
import { compose } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import { TaskMover } from '@atelier/backend/tasks/task-mover';
import { type Happening, nowMs, type Watched, type WriteOrder, type Written } from './watch-messages.ts';

const LEASE = 'the lease of the bench';

/**
 * The real server with so many users, each with one running task. Nobody works on the tasks; on demand their progress
 * is written as a worker would, and the processor time of the whole process meanwhile is told.
 */
const [folder = '.', watchers = '1'] = process.argv.slice(2);
const parts = await compose(
  loadConfig({ NODE_ENV: 'test', DATA_DIR: folder, LOG_LEVEL: 'error', SIGN_UP_CREDITS: '0' }),
  // A thousand accounts at the real cost would take a minute, and passwords are not what is measured.
  { passwords: new PasswordHasher({ memoryKib: 8, passes: 1, lanes: 1 }) },
);
const mover = new TaskMover({
  events: parts.events,
  clock: parts.clock,
  slots: { slotFreed: async () => undefined },
});

async function makeWatched(index: number): Promise<Watched> {
  const name = `watcher${index}`;
  const session = await parts.accounts.register({
    email: `${name}@example.com`,
    username: name,
    password: 'bench bench',
  });
  const taskId = `task_bench_${index}`;
  const at = parts.clock.now().toISOString();
  await parts.database.transaction(({ query }) =>
    query
      .insertInto('ai_tasks')
      .values({
        id: taskId,
        task_no: `BENCH${index}`,
        user_id: session.account.id,
        task_type: 'basic_clean',
        status: 'processing',
        phase: 'running',
        ai_provider: 'local',
        ai_model: 'local-basic-clean',
        input_files: '[]',
        input_parameters: '{}',
        price_credits: 1,
        lease_token: LEASE,
        due_at: at,
        queued_at: at,
        created_at: at,
        updated_at: at,
      })
      .execute(),
  );
  return { taskId, token: session.accessToken };
}

const watched: Watched[] = [];
for (let index = 0; index < Number(watchers); index += 1) watched.push(await makeWatched(index));
const percents = watched.map(() => 0);
let next = 0;

/** Moves one task on by one percent; the tasks take turns. */
async function progressOne(happened: Happening[]): Promise<void> {
  const task = next;
  next = (next + 1) % watched.length;
  percents[task] = (percents[task] ?? 0) + 1;
  const progress = percents[task];
  const taskId = watched[task]?.taskId ?? '';
  await parts.database.transaction((transaction) =>
    mover.progress(transaction, { taskId, leaseToken: LEASE, percent: progress, step: 'detecting' }),
  );
  happened.push({ task, progress, atMs: nowMs() });
}

async function write({ perSecond, seconds, quietSeconds }: WriteOrder): Promise<Written> {
  const happened: Happening[] = [];
  const before = process.cpuUsage();
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueMs = startedAt + (index * 1000) / perSecond - performance.now();
    if (dueMs > 0) await sleep(dueMs);
    await progressOne(happened);
  }
  await sleep(Math.max(0, startedAt + (seconds + quietSeconds) * 1000 - performance.now()));
  const used = process.cpuUsage(before);
  return { happened, cpuSeconds: (used.user + used.system) / 1e6 };
}

process.on('message', (order: WriteOrder) => void write(order).then((written) => process.send?.(written)));
process.on('SIGINT', () => process.exit(0));
const unlimited = { requests: 1e9, windowMs: 60_000 };
const rateLimits = {
  reading: unlimited,
  writing: unlimited,
  uploading: unlimited,
  signingIn: unlimited,
  registering: unlimited,
};
const app = createApp(parts, { stopping: new AbortController().signal, rateLimits });
const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.send?.({ port: Object(server.address()).port, watched });
});
