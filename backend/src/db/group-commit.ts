import type BetterSqlite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { assertOutsideTransaction, runInTransactionScope } from '../lib/transaction-scope.ts';
import type { Transaction } from './database.ts';
import type { Tables } from './tables.ts';

interface Waiting {
  /** Runs the caller's work inside its savepoint. Resolves with what it failed with; undefined keeps its changes. */
  attempt(): Promise<Failure | undefined>;
  committed(): void;
  refused(error: unknown): void;
}

interface Failure {
  readonly error: unknown;
}

/** Bounds how long the first caller of a group waits for the others. */
const MAX_GROUP_SIZE = 64;

/**
 * Runs transactions one after another on the single writing connection and lets those that are waiting share one
 * disk sync: each gets its own savepoint inside a common `begin immediate … commit`. A caller only hears of its outcome
 * after that commit, so durability is the same as with one commit each, at a fraction of the syncs under load. That
 * holds for failures too: a broken unique rule may be about a row that another of the group has written and nobody
 * else can read yet.
 */
export class GroupCommit {
  readonly #handle: BetterSqlite.Database;
  readonly #query: Kysely<Tables>;
  readonly #statements: Readonly<
    Record<'begin' | 'savepoint' | 'release' | 'commit', BetterSqlite.Statement>
  >;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;

  constructor(handle: BetterSqlite.Database, query: Kysely<Tables>) {
    this.#handle = handle;
    this.#query = query;
    this.#statements = {
      begin: handle.prepare('begin immediate'),
      savepoint: handle.prepare('savepoint business_fact'),
      release: handle.prepare('release business_fact'),
      commit: handle.prepare('commit'),
    };
  }

  run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    assertOutsideTransaction('database.transaction');
    return new Promise<T>((resolve, reject) => {
      const callbacks: Array<() => void> = [];
      const lastWork: Array<() => Promise<void>> = [];
      const transaction: Transaction = {
        query: this.#query,
        beforeCommit: (work) => void lastWork.push(work),
        exclusive: async () => undefined,
        afterCommit: (callback) => void callbacks.push(callback),
      };
      let result: T;
      this.#waiting.push({
        attempt: async () => {
          this.#statements.savepoint.run();
          try {
            result = await runInTransactionScope(async () => {
              const value = await work(transaction);
              for (const last of lastWork) await last();
              return value;
            });
            this.#statements.release.run();
            return undefined;
          } catch (error) {
            // A full disk or an I/O error makes SQLite roll back everything by itself.
            if (this.#handle.inTransaction)
              this.#handle.exec('rollback to business_fact; release business_fact');
            return { error };
          }
        },
        committed: () => {
          resolve(result);
          for (const callback of callbacks) callback();
        },
        refused: reject,
      });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when nothing is running or waiting. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    do {
      // Requests that are ready in the same turn of the event loop each run up to here before the next one is read;
      // waiting for the end of the turn lets all of them share one commit.
      await new Promise(setImmediate);
      await this.#commitGroup();
    } while (this.#waiting.length > 0);
    this.#running = null;
  }

  async #commitGroup(): Promise<void> {
    try {
      this.#statements.begin.run();
    } catch (error) {
      // Whoever came first hears it, so that the queue always moves.
      this.#waiting.shift()?.refused(error);
      return;
    }
    const members = new Map<Waiting, Failure | undefined>();
    try {
      for (let taken = 0; taken < MAX_GROUP_SIZE; taken += 1) {
        const next = this.#waiting.shift();
        if (!next) break;
        const failure = await next.attempt();
        members.set(next, failure);
        // The others share the fate of the one that met the full disk, and its reason.
        if (!this.#handle.inTransaction) {
          throw failure?.error ?? new Error('SQLite rolled the transaction back by itself');
        }
      }
      this.#statements.commit.run();
    } catch (error) {
      if (this.#handle.inTransaction) this.#handle.exec('rollback');
      for (const member of members.keys()) member.refused(error);
      return;
    }
    for (const [member, failure] of members) {
      if (failure) member.refused(failure.error);
      else member.committed();
    }
  }
}
