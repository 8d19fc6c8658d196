import { genuineHook, HOOK_SECRET, type Hook, HookForge } from '../hooks.ts';
import type { Installation } from '../installation.ts';
import { defineRow, expectEqual } from '../row.ts';

const TASKS = { short: 8, full: 100 } as const;
const HOOKS = { short: 300, full: 10_000 } as const;
const CONNECTIONS = 32;
const SETTLE_LIMIT_MS = 120_000;
/** Nothing but a callback makes the vendor be asked before the drill is over. */
const CHECK_AFTER_MS = 3_600_000;
/** The distance that the server keeps between two checks which callbacks ask for. */
const GAP_MS = 5000;

export default defineRow({
  id: 'F6',
  title: 'callbacks that are repeated, forged, replayed, stale or garbage, from many connections',
  target: '10,000 hooks: 0 ledger rows from them, every task ends once, at most one check in 5 s for each',
  engines: ['sqlite', 'postgres'],
  sabotage: 'believe-callbacks',
  isSabotagedInTests: true,
  async run(context) {
    const tasks = TASKS[context.profile] + 1;
    const installation = await context.open({
      script: { jobMs: [CHECK_AFTER_MS, CHECK_AFTER_MS] },
      vendor: { checkAfterMs: CHECK_AFTER_MS, maxConcurrent: tasks, callbackSecret: HOOK_SECRET },
      environment: { APP_URL: 'http://127.0.0.1:9' },
    });
    const server = await installation.start();
    const client = await installation.client(server).join();
    await client.upload();
    await Promise.all(Array.from({ length: tasks - 1 }, () => client.createTask()));
    await installation.allWaiting(tasks, SETTLE_LIMIT_MS);
    const callbacks = await installation.callbacks();
    const forge = new HookForge(callbacks, context.random);
    const third = Math.ceil(HOOKS[context.profile] / 3);
    const problems: string[] = [];
    const statuses = new Map<string, number>();
    const startedAt = performance.now();
    const storm = (hooks: Iterator<Hook>) => sendAll(server.url, hooks, statuses);
    const forged = () => take(third, () => forge.next());

    const held = await entriesOf(installation);
    await storm(forged());
    expectEqual(problems, 'ledger rows while the vendor works', await entriesOf(installation), held);
    expectEqual(problems, 'tasks that a hook ended', (await installation.states())['processing'], tasks);

    await installation.finishJobs();
    await Promise.all([
      storm(
        callbacks.flatMap((callback) => Array.from({ length: 10 }, () => genuineHook(callback))).values(),
      ),
      storm(forged()),
    ]);
    if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
    const seconds = (performance.now() - startedAt) / 1000;
    expectEqual(problems, 'completed tasks', (await installation.states())['completed'] ?? 0, tasks);
    expectEqual(problems, 'ledger rows of ended tasks', await entriesOf(installation), held + tasks);

    await storm(forged());
    expectEqual(problems, 'ledger rows after the end', await entriesOf(installation), held + tasks);
    const { polls, duplicates } = await installation.counts();
    const mostPolls = tasks * (Math.ceil((seconds * 1000) / GAP_MS) + 1);
    if (polls > mostPolls) problems.push(`the vendor was asked ${polls} times, more than ${mostPolls}`);
    if (polls < tasks) problems.push('the vendor was not asked about every task: nothing was proved');
    expectEqual(problems, 'jobs done twice', duplicates, 0);
    const sent = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    expectEqual(problems, 'kinds of answers', [...statuses.keys()].join(' | '), QUIET_ANSWER);
    expectEqual(problems, 'server alive', (await fetch(`${server.url}/healthz`)).status, 200);
    problems.push(...(await installation.problems()));
    return {
      figure: `${sent} hooks from ${CONNECTIONS} connections: ${tasks} of ${tasks} tasks ended once, 0 ledger rows from hooks, vendor asked ${polls} times (bound ${mostPolls})`,
      problems,
    };
  },
});

const QUIET_ANSWER = '200 {"success":true,"data":null,"message":"OK"}';

function* take(count: number, next: () => Hook): Generator<Hook> {
  for (let sent = 0; sent < count; sent += 1) yield next();
}

/** Sends them side by side and counts the answers by status and words. */
async function sendAll(url: string, hooks: Iterator<Hook>, statuses: Map<string, number>): Promise<void> {
  const sender = async (): Promise<void> => {
    for (let hook = hooks.next(); !hook.done; hook = hooks.next()) {
      const { path, headers, body } = hook.value;
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      const answer = `${response.status} ${await response.text()}`;
      statuses.set(answer, (statuses.get(answer) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
}

const entriesOf = (installation: Installation): Promise<number> =>
  installation.withDatabase(
    async ({ read }) => (await read.selectFrom('credit_transactions').select('id').execute()).length,
  );
