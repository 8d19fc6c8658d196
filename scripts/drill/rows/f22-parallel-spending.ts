import { randomUUID } from 'node:crypto';
import { defineRow, expectEqual } from '../row.ts';

const ROUNDS = { short: 1, full: 100 } as const;
const PARALLEL = 200;
const CREDITS = 50;

export default defineRow({
  id: 'F22',
  title: 'two hundred orders at once on credit for fifty',
  target: 'exactly 50 held, 150 refused, never below 0',
  engines: ['sqlite', 'postgres'],
  sabotage: 'check-then-spend',
  isSabotagedInTests: true,
  async run(context) {
    // One more for the task that brings the picture.
    const installation = await context.open({
      environment: { SIGN_UP_CREDITS: String(CREDITS + 1) },
      script: { jobMs: [20_000, 20_000] },
      vendor: { maxConcurrent: 2 },
    });
    const server = await installation.start();
    const problems: string[] = [];
    let held = 0;
    const rounds = ROUNDS[context.profile];
    for (let round = 0; round < rounds; round += 1) {
      const client = await installation.client(server).join();
      await client.upload();
      const answers = await Promise.all(
        Array.from({ length: PARALLEL }, () =>
          client.send('POST', '/api/tasks', client.order, { 'idempotency-key': randomUUID() }),
        ),
      );
      const accepted = answers.filter(({ status }) => status === 201).length;
      held += accepted;
      expectEqual(problems, 'accepted', accepted, CREDITS);
      expectEqual(
        problems,
        'refused for lack of credits',
        answers.filter(({ code }) => code === 'credits_insufficient').length,
        PARALLEL - CREDITS,
      );
      const { data } = await client.send<{ credits: number; held: number }>('GET', '/api/credits');
      expectEqual(problems, 'balance', data.credits, 0);
    }
    problems.push(...(await installation.problems()));
    return {
      figure: `${rounds} × ${PARALLEL} orders: ${held} accepted of ${rounds * CREDITS} payable`,
      problems,
    };
  },
});
