import { existsSync } from 'node:fs';
import { Memberships } from '@atelier/backend/accounts/memberships';
import { ResetLinks } from '@atelier/backend/accounts/reset-links';
import { Sessions } from '@atelier/backend/accounts/sessions';
import { UserDesk } from '@atelier/backend/accounts/user-desk';
import type { Config } from '@atelier/backend/config';
import { Ledger } from '@atelier/backend/credits/ledger';
import type { Database } from '@atelier/backend/db/database';
import { pendingMigrations } from '@atelier/backend/db/migrations';
import type { DatabaseChoice } from '@atelier/backend/db/open-database';
import { openForMigration, openPostgres, SchemaOutdatedError } from '@atelier/backend/db/postgres';
import { openSqlite } from '@atelier/backend/db/sqlite';
import type { Tables } from '@atelier/backend/db/tables';
import { LocalBell } from '@atelier/backend/events/event-bell';
import { EventLog } from '@atelier/backend/events/event-log';
import { systemClock } from '@atelier/backend/lib/clock';
import { createLogger } from '@atelier/backend/lib/logger';
import { migrate } from '@atelier/backend/migrate';
import { WebhookOutbox } from '@atelier/backend/webhooks/webhook-outbox';
import BetterSqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';

/** What the command line needs of an installation to work on its accounts. */
export interface Accounts {
  readonly database: Database;
  readonly userDesk: UserDesk;
  readonly resetLinks: ResetLinks;
}

/** How a database stands before anything is done with it. */
type Standing = 'missing' | 'outdated' | 'ready';

/**
 * Opens the accounts of an installation beside the servers that may be working on it: no data-directory lock is taken,
 * and each command is one short transaction. Makes the database where there is none and `mayMake` says so.
 * @throws SchemaOutdatedError when the database lacks migrations, Error when there is none.
 */
export async function openAccounts(config: Config, { mayMake }: { mayMake: boolean }): Promise<Accounts> {
  const standing = await standingOf(config.database);
  const place = placeOf(config.database);
  if (standing === 'outdated') {
    throw new SchemaOutdatedError(
      `The database ${place} is older than this program. Stop its servers, run "pnpm db:migrate", and start them again.`,
    );
  }
  if (standing === 'missing') {
    if (!mayMake) throw new Error(`There is no database yet: ${place}. "pnpm user create" makes it.`);
    await migrate(config.database);
    console.log(`There was no database yet; it was made: ${place}`);
  }
  const database = await open(config.database);
  const clock = systemClock;
  const ledger = new Ledger(new EventLog(database, new LocalBell(), new WebhookOutbox(clock)), clock);
  const memberships = new Memberships({
    ...{ database, ledger, clock },
    logger: createLogger(config.logLevel),
    isRequired: config.membershipRequired,
  });
  const sessions = new Sessions(database, clock);
  // A server finds out by itself, see USER_STATE_LIFETIME_MS; this process remembers nobody.
  const userDesk = new UserDesk({
    database,
    clock,
    ledger,
    memberships,
    sessions,
    onChanged: () => undefined,
  });
  return { database, userDesk, resetLinks: new ResetLinks(database, clock) };
}

/** Where a database is, without the password. */
export function placeOf(database: DatabaseChoice): string {
  if (database.dialect === 'sqlite') return database.path;
  const { host, pathname } = new URL(database.url);
  return `${host}${pathname}`;
}

function open(choice: DatabaseChoice): Promise<Database> {
  if (choice.dialect === 'sqlite') return openSqlite({ ...choice, migrate: false });
  return openPostgres({ ...choice, applicationName: 'atelier-user', poolSize: 2 });
}

async function standingOf(choice: DatabaseChoice): Promise<Standing> {
  if (choice.dialect === 'sqlite' && !existsSync(choice.path)) return 'missing';
  const db = openToLook(choice);
  try {
    const tables = await db.introspection.getTables();
    if (!tables.some(({ name }) => name === 'users')) return 'missing';
    return (await pendingMigrations(db, choice.dialect)).length > 0 ? 'outdated' : 'ready';
  } finally {
    await db.destroy();
  }
}

/** The server's own connection to SQLite cannot list tables, which is what tells how a database stands. */
function openToLook(choice: DatabaseChoice): Kysely<Tables> {
  if (choice.dialect === 'postgres') return openForMigration(choice.url);
  const database = new BetterSqlite(choice.path, { readonly: true });
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}
