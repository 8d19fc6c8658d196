import type BetterSqlite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { assertOutsideTransaction, runInTransactionScope } from '../lib/transaction-scope.ts';
import type { Transaction } from './database.ts';
import type { Tables } from './tables.ts';

/** A caller whose transaction waits for its turn. */
interface Member {
  /** Runs the caller's work in the open transaction. After a rollback it may be called again, from the beginning. */
  attempt(): Promise<void>;
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
 * `begin immediate … commit` with its disk sync. A caller only hears of its outcome after that commit, so durability
 * is the same as with one commit each, at a fraction of the syncs under load. That holds for failures too: a broken
 * unique rule may be about a row that another of the group has written and nobody else can read yet.
 *
 * Nearly always all of a group succeed. When one fails, everything is rolled back and each runs again inside a
 * savepoint of its own, so that it takes only itself back. Savepoints from the start would make SQLite copy every page
 * before each caller's first change to it, a quarter of the time of all statements.
 */
export class GroupCommit {
  readonly #handle: BetterSqlite.Database;
  readonly #query: Kysely<Tables>;
  readonly #statements: Readonly<
    Record<'begin' | 'savepoint' | 'release' | 'commit' | 'rollback', BetterSqlite.Statement>
  >;
  #waiting: Member[] = [];
  #running: Promise<void> | null = null;

  constructor(handle: BetterSqlite.Database, query: Kysely<Tables>) {
    this.#handle = handle;
    this.#query = query;
    this.#statements = {
      begin: handle.prepare('begin immediate'),
      savepoint: handle.prepare('savepoint business_fact'),
      release: handle.prepare('release business_fact'),
      commit: handle.prepare('commit'),
      rollback: handle.prepare('rollback'),
    };
  }

  run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    assertOutsideTransaction('database.transaction');
    return new Promise<T>((resolve, reject) => {
      let result: T;
      let callbacks: Array<() => void>;
      this.#waiting.push({
        attempt: async () => {
          callbacks = [];
          result = await this.#perform(work, callbacks);
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

  #perform<T>(work: (transaction: Transaction) => Promise<T>, callbacks: Array<() => void>): Promise<T> {
    const lastWork: Array<() => Promise<void>> = [];
    return runInTransactionScope(async () => {
      const value = await work({
        query: this.#query,
        beforeCommit: (last) => void lastWork.push(last),
        exclusive: async () => undefined,
        afterCommit: (callback) => void callbacks.push(callback),
      });
      for (const last of lastWork) await last();
      return value;
    });
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
    const members = this.#waiting.splice(0, MAX_GROUP_SIZE);
    let failures: ReadonlyMap<Member, Failure>;
    try {
      failures = await this.#attemptAll(members);
      this.#statements.commit.run();
    } catch (error) {
      if (this.#handle.inTransaction) this.#statements.rollback.run();
      for (const member of members) member.refused(error);
      return;
    }
    for (const member of members) {
      const failure = failures.get(member);
      if (failure) member.refused(failure.error);
      else member.committed();
    }
  }

  /** Runs the work of all; gives the failures of those whose changes were taken back. */
  async #attemptAll(members: readonly Member[]): Promise<ReadonlyMap<Member, Failure>> {
    try {
      for (const member of members) await this.#attempt(member);
      return new Map();
    } catch (error) {
      // Alone there is nobody to protect; and a full disk, at which SQLite rolls back by itself, is everybody's.
      if (members.length === 1 || !this.#handle.inTransaction) throw error;
    }
    this.#statements.rollback.run();
    this.#statements.begin.run();
    const failures = new Map<Member, Failure>();
    for (const member of members) {
      const failure = await this.#attemptInSavepoint(member);
      if (failure) failures.set(member, failure);
    }
    return failures;
  }

  async #attempt(member: Member): Promise<void> {
    await member.attempt();
    // Should work ever go on after a full disk, each of the statements that follow would be committed by itself.
    if (!this.#handle.inTransaction) throw new Error('SQLite rolled the transaction back by itself');
  }

  async #attemptInSavepoint(member: Member): Promise<Failure | undefined> {
    this.#statements.savepoint.run();
    try {
      await this.#attempt(member);
      this.#statements.release.run();
      return undefined;
    } catch (error) {
      if (!this.#handle.inTransaction) throw error;
      this.#handle.exec('rollback to business_fact; release business_fact');
      return { error };
    }
  }
}
