import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Installation } from '../installation.ts';
import { type DrillContext, defineRow, expectEqual } from '../row.ts';

/** Rounds for each of the two ways in which a disk can be full. */
const ROUNDS = { short: 2, full: 50 } as const;
/** Whether a planted bug is met depends on which bytes are the last to fit, so it gets more chances. */
const SABOTAGE_FACTOR = 4;
const DISK_MIB = 64;
const ORDERS = 4;
const SETTLE_LIMIT_MS = 120_000;
const run = promisify(execFile);

/** A small file system in memory: it says "no space left" exactly as a disk does. Gone after the work. */
async function withSmallDisk<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', folder]);
  try {
    return await work(folder);
  } finally {
    await run('umount', ['-l', folder]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fills the disk but for some bytes under orders that are on their way and orders that come then, and frees it. */
async function fillOnce(
  context: DrillContext,
  { folder, order }: { folder: string; order: () => Promise<void> },
): Promise<void> {
  const underWay = Array.from({ length: ORDERS }, order);
  await sleep(context.random.between(20, 200));
  const { bavail, bsize } = await statfs(folder);
  // Sometimes nothing is left, sometimes enough for a row but not for a picture.
  const leftBytes = context.random.pick([0, 8192, 200_000]);
  const ballast = path.join(folder, 'ballast');
  await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes))).catch(
    (error: NodeJS.ErrnoException) => {
      // Somebody else took the last bytes first: full all the same.
      if (error.code !== 'ENOSPC') throw error;
    },
  );
  await Promise.all([...underWay, ...Array.from({ length: ORDERS }, order)]);
  await sleep(300);
  await rm(ballast);
}

const roundsOf = ({ profile, sabotage }: DrillContext): number =>
  ROUNDS[profile] * (sabotage === undefined ? 1 : SABOTAGE_FACTOR);

async function fillAgainAndAgain(
  context: DrillContext,
  installation: Installation,
  found: { readonly problems: string[]; readonly answers: Map<string, number> },
): Promise<void> {
  const { problems, answers } = found;
  const server = await installation.start();
  const client = await installation.client(server).join();
  await client.upload();
  await installation.settled(SETTLE_LIMIT_MS);
  const order = async (): Promise<void> => {
    const { status, code } = await client.sendUpload();
    const word = status === 201 ? 'accepted' : `${status} ${code}`;
    answers.set(word, (answers.get(word) ?? 0) + 1);
    if (![201, 503, 507].includes(status)) problems.push(`an answer of ${word}`);
  };
  const folder = installation.folder;
  for (let round = 0; round < roundsOf(context); round += 1) {
    await fillOnce(context, { folder, order });
    expectEqual(problems, 'server alive', (await fetch(`${server.url}/healthz`)).status, 200);
  }
  if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
  problems.push(...(await installation.problems()));
}

export default defineRow({
  id: 'F8',
  title: 'the disk fills up and is freed again: the one of everything, and the one of the files alone',
  target: '100 full disks: clean errors, no half file, every task ended, server alive',
  engines: ['sqlite'],
  sabotage: 'ignore-store-errors',
  waitsLong: true,
  needs: 'mount',
  run: (context) =>
    withSmallDisk((whole) =>
      withSmallDisk(async (filesOnly) => {
        const found = { problems: [] as string[], answers: new Map<string, number>() };
        const ends = { completed: 0, failed: 0 };
        const roomy = await mkdtemp(path.join(tmpdir(), 'atelier-database-'));
        const places = [
          { dataDirectory: whole },
          { dataDirectory: filesOnly, sqlitePath: path.join(roomy, 'atelier.sqlite') },
        ];
        for (const place of places) {
          const installation = await context.open({ ...place, script: { jobMs: [50, 300] } });
          await fillAgainAndAgain(context, installation, found);
          const { completed = 0, failed = 0 } = await installation.states();
          ends.completed += completed;
          ends.failed += failed;
          // Before its disk is taken away.
          await installation.close();
        }
        await rm(roomy, { recursive: true, force: true });
        const words = [...found.answers].map(([word, count]) => `${count} × ${word}`).join(', ');
        const figure =
          `${places.length * roundsOf(context)} full disks: ${words}; ${ends.completed} tasks completed, ` +
          `${ends.failed} failed and refunded, ${found.problems.length} findings`;
        return { figure, problems: found.problems };
      }),
    ),
});
