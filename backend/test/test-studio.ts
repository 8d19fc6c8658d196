import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Session } from '@atelier/shared/contracts/session';
import type { Express } from 'express';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import type { NewMembership } from '../src/accounts/memberships.ts';
import { PasswordHasher } from '../src/accounts/passwords.ts';
import { createApp } from '../src/app.ts';
import { type ComposeOptions, compose, type Parts } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import type { PatientAnswerOptions } from '../src/http/patient-answer.ts';
import type { RateLimitOptions } from '../src/http/rate-limit.ts';
import { timestamp } from '../src/lib/clock.ts';
import { type Catalogue, loadCatalogue } from '../src/providers/catalogue.ts';
import { startWork } from '../src/start-work.ts';
import { FakePictures } from './fake-pictures.ts';
import { copyTestDatabase, makePostgresDatabase, TEST_DIALECT } from './test-database.ts';

/** Cheap on purpose: tests make many accounts. The real cost has its own test. */
const TEST_PASSWORDS = new PasswordHasher({ memoryKib: 8, passes: 1, lanes: 1 });
export const TEST_PASSWORD = 'correct horse';

const UNLIMITED = { requests: 1_000_000, windowMs: 60_000 };
const NO_LIMITS: RateLimitOptions = {
  reading: UNLIMITED,
  writing: UNLIMITED,
  uploading: UNLIMITED,
  signingIn: UNLIMITED,
  registering: UNLIMITED,
};

export interface TestStudioOptions extends ComposeOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Reuses the data of a stopped studio, to play a restart. */
  readonly restartOf?: TestStudio;
  readonly rateLimits?: RateLimitOptions;
  /** Of doors whose callers wait for the result itself. */
  readonly patience?: PatientAnswerOptions;
  /** Off to look at tasks that nobody takes. */
  readonly work?: boolean;
}

export interface TestStudio {
  readonly parts: Parts;
  readonly app: Express;
  readonly dataDirectory: string;
  /** The address of its PostgreSQL database; undefined on SQLite, where it lies in the data folder. */
  readonly databaseUrl: string | undefined;
  /** Registers a user with these credits and returns the session. */
  user(credits?: number): Promise<Session>;
  stop(): Promise<void>;
}

let users = 0;
let models: Promise<Catalogue> | undefined;

/** Deriving all forms takes most of the time of opening a studio; entries are frozen, so all tests can have the same. */
function sharedCatalogue(): Promise<Catalogue> {
  models ??= loadCatalogue();
  return models;
}

/** A whole server without a port: real database, real disk store, real engine; pictures are faked unless given. */
export async function openTestStudio(options: TestStudioOptions = {}): Promise<TestStudio> {
  const { restartOf } = options;
  const dataDirectory = restartOf?.dataDirectory ?? (await mkdtemp(path.join(tmpdir(), 'atelier-test-')));
  const postgres = TEST_DIALECT === 'postgres' && !restartOf ? await makePostgresDatabase() : undefined;
  const databaseUrl = restartOf?.databaseUrl ?? postgres?.url;
  if (TEST_DIALECT === 'sqlite' && !restartOf) {
    await copyTestDatabase(path.join(dataDirectory, 'atelier.sqlite'));
  }
  const config = loadConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDirectory,
    SIGN_UP_CREDITS: '0',
    DATABASE_POOL_SIZE: '4',
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    ...options.environment,
  });
  const parts = await compose(config, {
    pictures: new FakePictures(),
    logger: pino({ level: 'silent' }),
    passwords: TEST_PASSWORDS,
    catalogue: await sharedCatalogue(),
    ...options,
  });
  const stopping = new AbortController();
  const app = createApp(parts, {
    stopping: stopping.signal,
    rateLimits: options.rateLimits ?? NO_LIMITS,
    patience: options.patience,
  });
  const stopWork = options.work === false ? async () => undefined : await startWork(parts);

  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    stopping.abort();
    await stopWork();
    await parts.close();
  };
  onTestFinished(async () => {
    await stop();
    if (!restartOf) await rm(dataDirectory, { recursive: true, force: true });
    await postgres?.drop();
  });

  const user = async (credits = 0): Promise<Session> => {
    users += 1;
    const email = `user${users}@example.com`;
    const session = await parts.accounts.register({
      email,
      username: `user${users}`,
      password: TEST_PASSWORD,
    });
    const userId = session.account.id;
    const extra = credits - config.signUpCredits;
    if (extra > 0) {
      await parts.database.transaction((transaction) =>
        parts.ledger.grant(transaction, { userId, amount: extra, reason: 'test' }),
      );
    }
    return session;
  };
  return { parts, app, dataDirectory, databaseUrl, user, stop };
}

/** Waits until `condition` holds, or fails after a time. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  timeoutMs = 10_000,
  intervalMs = 20,
): Promise<T> {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > endsAt) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}

/** The middle one of some measurements, which a single hold-up does not move. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Gives a user the operator's role. */
export async function makeOperator({ parts }: TestStudio, userId: string): Promise<void> {
  await parts.database.transaction(({ query }) =>
    query.updateTable('users').set({ role: 'operator' }).where('id', '=', userId).execute(),
  );
}

/** Makes a user a member for a year, without credits unless said otherwise. */
export async function giveMembership(
  { parts }: TestStudio,
  userId: string,
  change: Partial<NewMembership> = {},
): Promise<string> {
  return parts.database.transaction((transaction) =>
    parts.memberships.create(transaction, {
      userId,
      plan: 'Pro',
      startsAt: timestamp(parts.clock),
      months: 12,
      creditsPerPeriod: 0,
      periodMonths: 1,
      request: null,
      ...change,
    }),
  );
}

/** Names of all files that a studio has stored. */
export async function storedFiles({ dataDirectory }: TestStudio): Promise<string[]> {
  const folder = path.join(dataDirectory, 'files');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      // Nothing was ever stored.
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : []));
}

/** Upload folders go when the answer is sent, which a client may see a moment earlier. */
export async function temporaryFilesGone({ parts }: TestStudio): Promise<void> {
  await eventually(async () => (await readdir(parts.temporaryRoot)).length === 0);
}
