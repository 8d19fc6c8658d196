import { defineRow, expectEqual } from '../row.ts';

const ROUNDS = { short: 1, full: 20 } as const;
const TASKS = 100;
const STOP_LIMIT_SECONDS = 30;
const SETTLE_LIMIT_MS = 120_000;

export default defineRow({
  id: 'F26',
  title: 'a rolling stop (SIGTERM) with a hundred tasks under way',
  target: 'no task failed by it; exit ≤ 30 s',
  engines: ['sqlite', 'postgres'],
  sabotage: 'fail-on-stop',
  async run(context) {
    // A slow vendor holds the calls open, so that the stop meets work in hand.
    const installation = await context.open({
      script: { jobMs: [50, 400], slowMs: 12_000 },
      vendor: { maxConcurrent: TASKS },
    });
    const problems: string[] = [];
    let server = await installation.start();
    const client = await installation
      .client({
        get url() {
          return server.url;
        },
      })
      .join();
    await client.upload();
    let slowest = 0;
    const rounds = ROUNDS[context.profile];
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(Array.from({ length: TASKS }, () => client.createTask()));
      const next = context.engine === 'postgres' ? await installation.start() : undefined;
      const { code, seconds } = await server.stop();
      slowest = Math.max(slowest, seconds);
      expectEqual(problems, 'exit code', code, 0);
      await installation.script({ slowMs: 0 });
      server = next ?? (await installation.start());
      if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
      await installation.script({ slowMs: 12_000 });
    }
    if (slowest > STOP_LIMIT_SECONDS) problems.push(`a stop took ${slowest.toFixed(1)} s`);
    const states = await installation.states();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, rounds * TASKS + 1);
    problems.push(...(await installation.problems()));
    return {
      figure: `${rounds} stops with ${TASKS} tasks: ${states['failed'] ?? 0} failed, slowest exit ${slowest.toFixed(1)} s`,
      problems,
    };
  },
});
