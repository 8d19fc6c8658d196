import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** An open transaction. Only SQL may be awaited inside one; `lib/transaction-scope.ts` enforces it for the network. */
export interface Transaction {
  readonly query: Kysely<Tables>;
  /**
   * Runs inside the transaction when the caller's work is done, just before the commit, in the order of registration;
   * what it throws fails the transaction. For rows that are gathered and written once, last of all.
   */
  beforeCommit(work: () => Promise<void>): void;
  /**
   * Waits until no other transaction holds this name, and holds it until the end of this one. Without effect on
   * SQLite, where transactions run one after another anyway. Names are taken after row locks, never before, so that
   * two transactions cannot wait for each other.
   */
  exclusive(name: string): Promise<void>;
  /** Runs after the commit is durable, never after a rollback. Must not throw. */
  afterCommit(callback: () => void): void;
}

/** The database port: SQLite by default; the same statements run on PostgreSQL. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /** For reading outside transactions; sees every commit that was acknowledged before. Writing here fails. */
  readonly read: Kysely<Tables>;
  /**
   * Runs one business fact as one transaction: all of it is durable when this resolves, none of it happened when it
   * rejects. Transactions of one process run one after another and must not be nested. `work` may be called again
   * after a rollback that had another cause (a neighbour in the same commit, a deadlock), so it does nothing outside
   * its transaction; what follows from its success goes into `afterCommit`.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
