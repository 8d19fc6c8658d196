import { parseArgs } from 'node:util';
import { type Config, ConfigError, loadConfig } from '@atelier/backend/config';
import { backup } from './operations/backup.ts';
import { rehearseRestore } from './operations/rehearse-restore.ts';

const DEFAULT_KEEP = 14;
const USAGE = `Usage:
  pnpm backup --to FOLDER [--keep ${DEFAULT_KEEP}]     copy database and files while the server runs
  pnpm backup --rehearse FOLDER            restore the newest copy elsewhere and check everything
Both end with exit code 1 when something is wrong, so a timer can raise the alarm.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { to: { type: 'string' }, keep: { type: 'string' }, rehearse: { type: 'string' } },
  });
  if (values.rehearse !== undefined) return rehearse(values.rehearse);
  if (values.to === undefined) throw new Error(USAGE);
  const keep = Number(values.keep ?? DEFAULT_KEEP);
  if (!Number.isInteger(keep) || keep < 1) throw new Error('--keep: a whole number from 1');
  await makeBackup(loadConfig(), values.to, keep);
}

async function makeBackup({ database, dataDirectory }: Config, to: string, keep: number): Promise<void> {
  if (database.dialect === 'postgres') {
    throw new Error(
      'PostgreSQL is backed up with its own tools (pg_dump, pg_basebackup); see docs/operations.md.',
    );
  }
  const done = await backup({ databasePath: database.path, dataDirectory, to, keep, now: new Date() });
  console.log(
    `${done.databaseCopy}: ${(done.databaseBytes / 2 ** 20).toFixed(1)} MiB; ${done.filesCopied} new files, ` +
      `${done.filesKept} already there; ${done.removedCopies} old copies removed; ${done.seconds.toFixed(1)} s`,
  );
}

async function rehearse(folder: string): Promise<void> {
  const { databaseCopy, tasks, files, problems, seconds } = await rehearseRestore(folder);
  for (const problem of problems) console.log(`FAIL  ${problem}`);
  console.log(
    `${databaseCopy}: ${tasks} tasks, ${files} files, ${problems.length} problems, ${seconds.toFixed(1)} s`,
  );
  if (problems.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
