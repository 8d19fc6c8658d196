import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compose } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import { lockDataDirectory } from '@atelier/backend/db/data-directory-lock';
import { DEMO_ACCOUNTS, seedDemoData } from '@atelier/backend/demo-data';
import { migrate as migrateToNewest } from '@atelier/backend/migrate';
import { dumpSchema } from './lib/dump-schema.ts';
import { moveToPostgres } from './operations/move-to-postgres.ts';
import { placeOf } from './operations/open-accounts.ts';

const INIT_SQL = path.join(import.meta.dirname, 'init-db.sql');
const USAGE = `Usage: pnpm db:<command>
  db:migrate   bring the database to the newest version
  db:seed      migrate and add the demo accounts
  db:reset     delete the database and the stored files, then seed (asks for --yes)
  db:move      carry a stopped SQLite installation into an empty PostgreSQL (asks for --to postgres://…)
  db:dump      write scripts/init-db.sql from the migrations`;

async function migrate(): Promise<void> {
  const { database } = loadConfig();
  const done = await migrateToNewest(database);
  for (const name of done) console.log(`  ${name}`);
  console.log(`The database is up to date: ${placeOf(database)}`);
}

async function seed(): Promise<void> {
  const config = loadConfig();
  if (config.isProduction) throw new Error('Demo accounts are not made in production.');
  await migrateToNewest(config.database);
  const parts = await compose(config);
  try {
    const made = await seedDemoData(parts);
    console.log(`${made} demo account(s) added to ${placeOf(config.database)}.`);
    for (const { email, password, role } of DEMO_ACCOUNTS) console.log(`  ${role}: ${email} / ${password}`);
  } finally {
    await parts.close();
  }
}

/** Everything is moved aside first, so that a mistake can still be undone by hand. */
async function reset(isConfirmed: boolean): Promise<void> {
  const config = loadConfig();
  if (config.isProduction) throw new Error('A production database is not reset by a script.');
  const { database } = config;
  if (database.dialect === 'postgres')
    throw new Error('A PostgreSQL database is dropped and created with its own tools; then run db:seed.');
  if (!isConfirmed) throw new Error(`This deletes ${database.path} and the stored files. Repeat with --yes.`);
  const aside = `${config.dataDirectory}.before-reset`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(path.dirname(config.dataDirectory), { recursive: true });
  await rename(config.dataDirectory, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!database.path.startsWith(config.dataDirectory)) {
    for (const suffix of ['', '-wal', '-shm']) await rm(`${database.path}${suffix}`, { force: true });
  }
  await seed();
  console.log(`What was there before is in ${aside}.`);
}

/** Stops when a server still uses the data folder: what it wrote after the copy would be lost. */
async function move(to: string | undefined): Promise<void> {
  const { database, dataDirectory } = loadConfig();
  if (database.dialect === 'postgres')
    throw new Error('DATABASE_URL is already PostgreSQL; unset it to move from SQLite.');
  if (!to || !/^postgres(ql)?:\/\//.test(to)) throw new Error(USAGE);
  const lock = lockDataDirectory(dataDirectory);
  try {
    const { tables, violations, seconds } = await moveToPostgres(database.path, to);
    for (const { table, rows } of tables) console.log(`  ${table}: ${rows}`);
    if (violations.length > 0) throw new Error(`Broken after the move: ${violations.join('; ')}`);
    console.log(`All rows are the same on both sides and every ledger rule holds (${seconds.toFixed(1)} s).`);
    console.log('Now set DATABASE_URL to the new database and start the server.');
  } finally {
    lock.release();
  }
}

async function dump(): Promise<void> {
  await writeFile(INIT_SQL, await dumpSchema());
  console.log(`${path.relative(process.cwd(), INIT_SQL)} is written.`);
}

async function main([command, ...flags]: readonly string[]): Promise<void> {
  switch (command) {
    case 'migrate':
      return migrate();
    case 'seed':
      return seed();
    case 'reset':
      return reset(flags.includes('--yes'));
    case 'move':
      return move(flags[flags.indexOf('--to') + 1]);
    case 'dump':
      return dump();
    default:
      throw new Error(USAGE);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
