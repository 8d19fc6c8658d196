import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { defineRow, expectEqual } from '../row.ts';

const ROUNDS = { short: 3, full: 100 } as const;
const DISK_MIB = 48;
const run = promisify(execFile);

export default defineRow({
  id: 'F8',
  title: 'the disk of the data folder fills up and is freed again',
  target: 'clean errors, no half file, holds released, server alive',
  engines: ['sqlite'],
  sabotage: 'ignore-store-errors',
  isSabotagedInTests: true,
  needs: 'mount',
  async run(context) {
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-disk-'));
    // A small file system in memory: it says "no space left" exactly as a disk does. Needs the right to mount.
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', folder]);
    try {
      const installation = await context.open({ dataDirectory: folder, script: { jobMs: [10, 30] } });
      const server = await installation.start();
      const client = await installation.client(server).join();
      await client.upload();
      await installation.settled(30_000);
      const problems: string[] = [];
      const answers = new Map<string, number>();
      const ballast = path.join(folder, 'ballast');
      for (let round = 0; round < ROUNDS[context.profile]; round += 1) {
        const { bavail, bsize } = await statfs(folder);
        // Sometimes nothing is left, sometimes enough for the row but not for the picture.
        const leftBytes = context.random.pick([0, 8192, 200_000]);
        await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
        for (let order = 0; order < 3; order += 1) {
          const { status, code } = await client.send('POST', '/api/tasks', client.order);
          const word = status === 201 ? 'accepted' : `${status} ${code}`;
          answers.set(word, (answers.get(word) ?? 0) + 1);
          if (![201, 503, 507].includes(status)) problems.push(`an answer of ${word}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 300));
        await rm(ballast);
        if (!(await installation.settled(60_000))) problems.push('some tasks never ended');
        expectEqual(problems, 'server alive', (await fetch(`${server.url}/healthz`)).status, 200);
      }
      problems.push(...(await installation.problems()));
      const states = await installation.states();
      await installation.close();
      const words = [...answers].map(([word, count]) => `${count} × ${word}`).join(', ');
      const figure =
        `${ROUNDS[context.profile]} full disks: ${words}; ${states['completed'] ?? 0} tasks completed, ` +
        `${states['failed'] ?? 0} failed and refunded, every file whole`;
      return { figure, problems };
    } finally {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    }
  },
});
