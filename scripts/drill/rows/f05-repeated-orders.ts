import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '@atelier/shared/contracts/task';
import type { Answer, DrillClient } from '../client.ts';
import { defineRow, expectEqual } from '../row.ts';

const ROUNDS = { short: 1, full: 100 } as const;
const PARALLEL = 100;
const BUSY_PAUSE_MS = 200;

/** "Busy" is an honest answer on a machine with other work, and makes the client ask again; nothing else does. */
async function sendUnlessBusy(client: DrillClient, key: Record<string, string>): Promise<Answer<Task>> {
  for (;;) {
    const answer = await client.send<Task>('POST', '/api/tasks', client.order, key);
    if (answer.code !== 'server_busy') return answer;
    await sleep(BUSY_PAUSE_MS);
  }
}

export default defineRow({
  id: 'F5',
  title: 'the same order a hundred times at once, then another under its key',
  target: '100 parallel repeats → 1 task, 1 hold, 100 good answers; 409 for the other',
  engines: ['sqlite', 'postgres'],
  sabotage: 'forget-keys',
  isSabotagedInTests: true,
  async run(context) {
    const installation = await context.open();
    const server = await installation.start();
    const client = await installation.client(server).join();
    await client.upload();
    const problems: string[] = [];
    const rounds = ROUNDS[context.profile];
    let answers = 0;
    for (let round = 0; round < rounds; round += 1) {
      const key = { 'idempotency-key': randomUUID() };
      const repeats = await Promise.all(Array.from({ length: PARALLEL }, () => sendUnlessBusy(client, key)));
      const good = repeats.filter(({ status }) => status === 201);
      answers += good.length;
      expectEqual(problems, 'good answers', good.length, PARALLEL);
      expectEqual(problems, 'tasks of one key', new Set(good.map(({ data }) => data.id)).size, 1);
      const otherOrder = { ...client.order, parameters: { template: 'all' } };
      const other = await client.send('POST', '/api/tasks', otherOrder, key);
      expectEqual(problems, 'answer to another order under the key', other.status, 409);
    }
    const { tasks, holds } = await installation.withDatabase(async ({ read }) => ({
      tasks: (await read.selectFrom('ai_tasks').select('id').execute()).length,
      holds: (
        await read
          .selectFrom('credit_transactions')
          .select('id')
          .where('transaction_type', '=', 'hold')
          .execute()
      ).length,
    }));
    expectEqual(problems, 'tasks', tasks, rounds + 1);
    expectEqual(problems, 'holds', holds, rounds + 1);
    problems.push(...(await installation.problems()));
    const figure = `${rounds} keys × ${PARALLEL} at once: ${tasks - 1} tasks, ${holds - 1} holds, ${answers} good answers`;
    return { figure, problems };
  },
});
