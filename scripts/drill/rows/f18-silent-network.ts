import { setTimeout as sleep } from 'node:timers/promises';
import { defineRow, expectEqual } from '../row.ts';
import { SilentProxy } from '../silent-proxy.ts';

const ROUNDS = { short: 1, full: 20 } as const;
const TASKS = 10;
const HEAL_LIMIT_MS = 30_000;

export default defineRow({
  id: 'F18',
  title: 'the network before database and vendor goes silent without closing',
  target: 'heals ≤ 30 s, no duplicates',
  engines: ['postgres'],
  sabotage: 'keep-dead-lines',
  async run(context) {
    const installation = await context.open({ script: { jobMs: [50, 200] } });
    const databaseUrl = new URL(installation.databaseUrl ?? '');
    const toDatabase = await SilentProxy.open(Number(databaseUrl.port));
    const toVendor = await SilentProxy.open(Number(new URL(installation.vendorUrl).port));
    databaseUrl.port = String(toDatabase.port);
    const plan = {
      vendor: {
        url: `http://127.0.0.1:${toVendor.port}`,
        isKeyed: true,
        maxConcurrent: 32,
        checkAfterMs: 100,
      },
    };
    const door = await installation.start('api');
    await installation.start('worker', { plan, environment: { DATABASE_URL: databaseUrl.href } });
    const client = await installation.client(door).join();
    await client.upload();
    await installation.settled(30_000);
    const problems: string[] = [];
    let slowestMs = 0;
    for (let round = 0; round < ROUNDS[context.profile]; round += 1) {
      await Promise.all(Array.from({ length: TASKS }, () => client.createTask()));
      const proxy = round % 2 === 0 ? toDatabase : toVendor;
      await sleep(context.random.between(50, 400));
      proxy.fallSilent();
      await sleep(3000);
      // The line is good again for new connections; the old ones stay silent for ever.
      proxy.serveNewConnections();
      const healedAtMs = Date.now();
      const isSettled = await installation.settled(context.sabotage ? HEAL_LIMIT_MS : 60_000);
      const tookMs = Date.now() - healedAtMs;
      slowestMs = Math.max(slowestMs, tookMs);
      if (!isSettled) problems.push('some tasks never ended');
    }
    if (slowestMs > HEAL_LIMIT_MS) problems.push(`healing took ${(slowestMs / 1000).toFixed(1)} s`);
    const states = await installation.states();
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, ROUNDS[context.profile] * TASKS + 1);
    expectEqual(problems, 'jobs done twice', (await installation.counts()).duplicates, 0);
    problems.push(...(await installation.problems()));
    toDatabase.close();
    toVendor.close();
    return {
      figure: `${ROUNDS[context.profile]} silences: all work done ${(slowestMs / 1000).toFixed(1)} s after the line was good again`,
      problems,
    };
  },
});
