import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { auditAssets } from '@atelier/backend/assets/asset-audit';
import type { ProcessRole } from '@atelier/backend/compose';
import { findViolations } from '@atelier/backend/credits/ledger-invariants';
import type { Database } from '@atelier/backend/db/database';
import { openDatabase } from '@atelier/backend/db/open-database';
import { migrate } from '@atelier/backend/migrate';
import { createStore } from '@atelier/backend/storage/create-store';
import type { ObjectStore } from '@atelier/backend/storage/object-store';
import { sql } from 'kysely';
import type { PostgresServer } from '../../backend/test/postgres-server.ts';
import { ROOT } from '../lib/paths.ts';
import type { DrillVendor } from './adapter.ts';
import { DrillClient } from './client.ts';
import type { ServerMessage, ServerPlan } from './server-plan.ts';
import type { VendorCallback, VendorCounts, VendorScript } from './vendor-script.ts';

export type DrillEngine = 'sqlite' | 'postgres';

export interface InstallationOptions {
  readonly engine: DrillEngine;
  /** A running server; only asked for when the engine is PostgreSQL. */
  readonly postgres: () => Promise<PostgresServer>;
  readonly vendor?: Partial<Omit<DrillVendor, 'url'>>;
  readonly script?: Partial<VendorScript>;
  readonly sabotage?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  /** A data folder to use instead of a new one, such as one on a small disk. */
  readonly dataDirectory?: string;
  /** Where the embedded database lies; default: in the data folder. */
  readonly sqlitePath?: string;
  /** Where the installation's files can be looked at from outside; default: the data folder's own. */
  readonly store?: ObjectStore;
}

/** A store wants a key of its length even from somebody who only reads. */
const LOOKING_SIGNS_NOTHING = 'x'.repeat(32);

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

function startProcess(file: string, environment: Record<string, string> = {}): ChildProcess {
  const child = fork(path.join(import.meta.dirname, file), [], {
    env: { NODE_COMPILE_CACHE: path.join(ROOT, '.cache', 'compiled'), ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Waits for the first message of a child that means it is ready. @throws Error when it ends before. */
async function firstMessage<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`a drill process ended before it was ready (${code ?? signal})`);
  });
  ended.catch(() => undefined);
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message as T;
}

/** One server process of the installation. */
export class ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** When it was started, by the machine's clock. */
  readonly startedAtMs: number;
  readonly exited: Promise<number | null>;

  constructor(child: ChildProcess, port: number | null, startedAtMs: number) {
    this.child = child;
    this.startedAtMs = startedAtMs;
    this.url = `http://127.0.0.1:${port}`;
    this.exited = once(child, 'exit').then(([code]) => code as number | null);
  }

  tell(message: ServerMessage): void {
    this.child.send(message);
  }

  /** Asks and waits for the answer of this kind. @throws Error when the process ends first. */
  async ask<T>(message: ServerMessage, kind: string): Promise<T> {
    const answered = new Promise<T>((resolve, reject) => {
      const listen = (answer: Record<string, T>): void => {
        const found = answer[kind];
        if (found === undefined) return;
        this.child.off('message', listen);
        resolve(found);
      };
      this.child.on('message', listen);
      void this.exited.then(() => reject(new Error('the process ended before it answered')));
    });
    this.tell(message);
    return answered;
  }

  /** As the power switch does, for this one process. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** As an operator does. Resolves with exit code and seconds. */
  async stop(): Promise<{ code: number | null; seconds: number }> {
    const startedAt = performance.now();
    this.child.kill('SIGTERM');
    const code = await this.exited;
    return { code, seconds: (performance.now() - startedAt) / 1000 };
  }
}

/** A whole installation for one drill: database, files, an emulated vendor, and any number of server processes. */
export class Installation {
  readonly options: InstallationOptions;
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  readonly vendorUrl: string;
  readonly #vendor: ChildProcess;
  readonly #servers = new Set<ServerProcess>();
  #isClosed = false;

  private constructor(
    options: InstallationOptions,
    parts: { folder: string; databaseUrl: string | undefined; vendor: ChildProcess; vendorUrl: string },
  ) {
    this.options = options;
    this.folder = parts.folder;
    this.databaseUrl = parts.databaseUrl;
    this.#vendor = parts.vendor;
    this.vendorUrl = parts.vendorUrl;
  }

  static async open(options: InstallationOptions): Promise<Installation> {
    const folder = options.dataDirectory ?? (await mkdtemp(path.join(tmpdir(), 'atelier-drill-')));
    const vendor = startProcess('vendor.ts');
    const vendorUrl = `http://127.0.0.1:${await firstMessage<number>(vendor)}`;
    let databaseUrl: string | undefined;
    if (options.engine === 'postgres') {
      databaseUrl = await (await options.postgres()).createDatabase(`drill_${path.basename(folder)}`);
      await migrate({ dialect: 'postgres', url: databaseUrl });
    }
    const installation = new Installation(options, { folder, databaseUrl, vendor, vendorUrl });
    await installation.script({ ...options.script });
    return installation;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get #sqlitePath(): string {
    return this.options.sqlitePath ?? path.join(this.folder, 'atelier.sqlite');
  }

  /** Changes how the vendor behaves from now on. */
  async script(change: Partial<VendorScript>): Promise<void> {
    await fetch(`${this.vendorUrl}/script`, { method: 'POST', body: JSON.stringify(change) });
  }

  async counts(): Promise<VendorCounts> {
    return (await (await fetch(`${this.vendorUrl}/counts`)).json()) as VendorCounts;
  }

  /** The addresses that the studio gave the vendor, one for each job. */
  async callbacks(): Promise<readonly VendorCallback[]> {
    return (await (await fetch(`${this.vendorUrl}/callbacks`)).json()) as VendorCallback[];
  }

  /** Lets the vendor end every job now. */
  async finishJobs(): Promise<void> {
    await fetch(`${this.vendorUrl}/finish`, { method: 'POST' });
  }

  /** Starts a server process and waits until it serves. `more` overrides what it is told, e.g. through a proxy. */
  async start(
    role: ProcessRole = 'all',
    more: { plan?: Partial<ServerPlan>; environment?: Record<string, string> } = {},
  ): Promise<ServerProcess> {
    const { vendor, sabotage, environment } = this.options;
    const plan: ServerPlan = {
      role,
      vendor: { url: this.vendorUrl, isKeyed: true, maxConcurrent: 32, checkAfterMs: 100, ...vendor },
      ...(sabotage !== undefined && { sabotage }),
      ...more.plan,
    };
    const startedAtMs = Date.now();
    const child = startProcess('server.ts', {
      NODE_ENV: 'development',
      DEMO_DATA: 'false',
      PORT: '0',
      LOG_LEVEL: process.env['DRILL_LOG'] ?? 'silent',
      DATA_DIR: this.folder,
      DATABASE_URL: this.databaseUrl ?? this.#sqlitePath,
      SIGN_UP_CREDITS: '1000000',
      // Long drills must not end for want of a sign-in.
      JWT_EXPIRES_IN: '1d',
      WORKER_THREADS: '1',
      DRILL_PLAN: JSON.stringify(plan),
      ...environment,
      ...more.environment,
    });
    const { port } = await firstMessage<{ port: number | null }>(child);
    const server = new ServerProcess(child, port, startedAtMs);
    this.#servers.add(server);
    void server.exited.then(() => this.#servers.delete(server));
    return server;
  }

  client(server: { readonly url: string }): DrillClient {
    return new DrillClient(() => server.url);
  }

  /** The database seen from outside, as an operator's tools see it. */
  async withDatabase<T>(look: (database: Database) => Promise<T>): Promise<T> {
    const database = await openDatabase(
      this.databaseUrl === undefined
        ? { dialect: 'sqlite', path: this.#sqlitePath }
        : { dialect: 'postgres', url: this.databaseUrl, statementTimeoutMs: 120_000 },
    );
    try {
      return await look(database);
    } finally {
      await database.close();
    }
  }

  /** The files seen from outside. */
  get store(): ObjectStore {
    const root = path.join(this.folder, 'files');
    return (
      this.options.store ?? createStore({ provider: 'local', root, signingKey: LOOKING_SIGNS_NOTHING }).store
    );
  }

  /** What is broken now, in words: every rule, the bytes of every file, the soundness of the database file. */
  async problems(): Promise<string[]> {
    return this.withDatabase(async (database) => {
      const broken = (await findViolations(database.read)).map(
        ({ rule, rows }) => `${rule} (${rows.length}: ${JSON.stringify(rows[0])})`,
      );
      const { damaged } = await auditAssets(database.read, this.store);
      if (damaged.length > 0)
        broken.push(`files without their bytes (${damaged.length}: ${JSON.stringify(damaged[0])})`);
      if (database.dialect === 'postgres') return broken;
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database.read);
      return [...broken, ...rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')];
    });
  }

  /** How many tasks are in each state. */
  async states(): Promise<Readonly<Record<string, number>>> {
    return this.withDatabase(async ({ read }) => {
      const rows = await read
        .selectFrom('ai_tasks')
        .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
        .groupBy('status')
        .execute();
      return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
    });
  }

  /** Tasks that a process has begun and none has ended. */
  async tasksUnderWay(): Promise<ReadonlySet<string>> {
    return this.withDatabase(async ({ read }) => {
      const rows = await read
        .selectFrom('ai_tasks')
        .select('id')
        .where('phase', 'in', ['submitting', 'running', 'collecting'])
        .execute();
      return new Set(rows.map(({ id }) => id));
    });
  }

  /** Waits until so many tasks have been accepted by the vendor. @throws Error when that takes longer than the limit. */
  async allWaiting(count: number, limitMs: number): Promise<void> {
    const endsAt = performance.now() + limitMs;
    return this.withDatabase(async ({ read }) => {
      for (;;) {
        const waiting = await read
          .selectFrom('ai_tasks')
          .select('id')
          .where('phase', '=', 'running')
          .where('lease_token', 'is', null)
          .execute();
        if (waiting.length === count) return;
        if (performance.now() > endsAt)
          throw new Error(`only ${waiting.length} of ${count} tasks are waiting`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
  }

  /** Waits until no task is live. Resolves with false when that takes longer than the limit. */
  async settled(limitMs: number): Promise<boolean> {
    const endsAt = performance.now() + limitMs;
    return this.withDatabase(async ({ read }) => {
      for (;;) {
        const live = await read
          .selectFrom('ai_tasks')
          .select('id')
          .where('phase', '<>', 'ended')
          .limit(1)
          .executeTakeFirst();
        if (!live) return true;
        if (performance.now() > endsAt) return false;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
  }

  /** Stored files that no row claims and no note remembers: nobody would ever remove them. */
  async strayFiles(): Promise<string[]> {
    const root = path.join(this.folder, 'files');
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
    return this.withDatabase(async ({ read }) => {
      const rows = await read.selectFrom('assets').select(['object_key', 'thumbnail_key']).execute();
      const notes = await read.selectFrom('pending_objects').select('object_key').execute();
      const known = new Set([
        ...rows.flatMap(({ object_key, thumbnail_key }) => [object_key, thumbnail_key]),
        ...notes.map(({ object_key }) => object_key),
      ]);
      return files.filter((file) => !known.has(file));
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await Promise.all([...this.#servers].map((server) => server.kill()));
    this.#vendor.kill('SIGKILL');
    if (this.options.dataDirectory === undefined) await rm(this.folder, { recursive: true, force: true });
    if (this.databaseUrl !== undefined) {
      await (await this.options.postgres()).dropDatabase(path.basename(new URL(this.databaseUrl).pathname));
    }
  }
}
