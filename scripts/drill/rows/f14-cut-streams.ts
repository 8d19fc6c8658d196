import { setTimeout as sleep } from 'node:timers/promises';
import { EventReader } from '../event-reader.ts';
import { defineRow, expectEqual } from '../row.ts';

const CUTS = { short: 40, full: 1000 } as const;
/** Between two orders; fast enough that something happens all the time. */
const ORDER_EVERY_MS = 60;

export default defineRow({
  id: 'F14',
  title: 'live streams cut at random, and the server restarted under them',
  target: '0 holes, 0 repeats',
  engines: ['sqlite', 'postgres'],
  sabotage: 'lose-events',
  isSabotagedInTests: true,
  async run(context) {
    const installation = await context.open({ script: { jobMs: [10, 40] } });
    let server = await installation.start();
    const door = {
      get url() {
        return server.url;
      },
    };
    const client = await installation.client(door).join();
    const reader = new EventReader(() => server.url, client.headers);
    const listening = reader.listen();
    await client.upload();
    const cuts = CUTS[context.profile];
    let isOver = false;
    const ordering = (async () => {
      while (!isOver) {
        await client.createTask();
        await sleep(ORDER_EVERY_MS);
      }
    })();
    // Heard below, where it is awaited.
    ordering.catch(() => undefined);
    for (let cut = 0; cut < cuts; cut += 1) {
      await sleep(context.random.between(10, 200));
      reader.cut();
      if (cut === Math.floor(cuts / 2)) {
        await server.kill();
        server = await installation.start();
      }
    }
    isOver = true;
    await ordering;
    const problems: string[] = [];
    if (!(await installation.settled(60_000))) problems.push('some tasks never ended');
    const stored = await installation.withDatabase(({ read }) =>
      read.selectFrom('events').select('id').orderBy('id').execute(),
    );
    const wanted = stored.filter(({ id }) => id > reader.firstId).map(({ id }) => Number(id));
    await reader.caughtUp(wanted.at(-1) ?? 0, 10_000);
    reader.stop();
    await listening;
    const seen = reader.ids;
    const repeats = seen.length - new Set(seen).size;
    const known = new Set(seen);
    const holes = wanted.filter((id) => !known.has(id)).length;
    expectEqual(problems, 'repeats', repeats, 0);
    expectEqual(problems, 'holes', holes, 0);
    expectEqual(
      problems,
      'in order',
      seen.every((id, index) => index === 0 || id > (seen[index - 1] ?? 0)),
      true,
    );
    problems.push(...(await installation.problems()));
    return {
      figure: `${reader.cuts} cuts, ${seen.length} events: ${holes} holes, ${repeats} repeats`,
      problems,
    };
  },
});
