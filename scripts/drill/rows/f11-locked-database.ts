import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';
import { defineRow, expectEqual } from '../row.ts';

const ROUNDS = { short: 2, full: 200 } as const;
const AT_ONCE = 5;

export default defineRow({
  id: 'F11',
  title: 'another program holds the write lock of the database',
  target: 'waits, or a clean 503; no partial state',
  engines: ['sqlite'],
  sabotage: 'swallow-busy',
  async run(context) {
    const installation = await context.open({ script: { jobMs: [10, 30] } });
    const server = await installation.start();
    const client = await installation.client(server).join();
    await client.upload();
    await installation.settled(30_000);
    const intruder = new BetterSqlite(path.join(installation.folder, 'atelier.sqlite'), { timeout: 8000 });
    const problems: string[] = [];
    const tally = { done: 0, busy: 0 };
    const acknowledged: string[] = [];
    const rounds = ROUNDS[context.profile];
    for (let round = 0; round < rounds; round += 1) {
      // The first is shorter than the server's patience of 5 s, the second longer.
      const lockMs =
        round % 2 === 0 ? context.random.between(1000, 4000) : context.random.between(6500, 8000);
      intruder.exec('begin immediate');
      const asking = Promise.allSettled(
        Array.from({ length: AT_ONCE }, () =>
          client.send<{ id: string }>('POST', '/api/tasks', client.order),
        ),
      );
      await sleep(lockMs);
      intruder.exec('commit');
      for (const outcome of await asking) {
        if (outcome.status === 'rejected') {
          problems.push(`no answer at all: ${String(outcome.reason)}`);
          continue;
        }
        const { status, code, data } = outcome.value;
        if (status === 201) {
          tally.done += 1;
          acknowledged.push(data.id);
        } else if (status === 503 && code === 'server_busy') tally.busy += 1;
        else problems.push(`an answer of ${status} ${code}`);
      }
      await installation.settled(30_000);
    }
    intruder.close();
    const found = await installation.withDatabase(({ read }) =>
      read.selectFrom('ai_tasks').select('id').execute(),
    );
    const ids = new Set(found.map(({ id }) => id));
    const { failed = 0 } = await installation.states();
    expectEqual(problems, 'tasks that failed for a locked database', failed, 0);
    expectEqual(
      problems,
      'acknowledged tasks that are not there',
      acknowledged.filter((id) => !ids.has(id)).length,
      0,
    );
    // On a machine with other work an order may come so late that the rest of a lock is within the server's patience.
    const mustRefuse = context.profile === 'full' && !context.sabotage;
    if (tally.done === 0 || (tally.busy === 0 && mustRefuse))
      problems.push('the lock was not felt: nothing was proved');
    problems.push(...(await installation.problems()));
    return { figure: `${rounds} locks: ${tally.done} waited and done, ${tally.busy} × clean 503`, problems };
  },
});
