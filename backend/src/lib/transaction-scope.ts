import { AsyncLocalStorage } from 'node:async_hooks';

/** Set while the calling code runs inside a database transaction. */
export const transactionScope = new AsyncLocalStorage<true>();

/** Runs `fn` marked as "inside a transaction"; everything it awaits or calls carries the mark. */
export function runInTransactionScope<T>(fn: () => T): T {
  return transactionScope.run(true, fn);
}

/**
 * Throws when called inside a transaction. A transaction that waits for the network holds the database's only write
 * lock for as long as a stranger's server likes, so this is a bug, never a condition to handle.
 */
export function assertOutsideTransaction(what: string): void {
  if (transactionScope.getStore() === true) {
    throw new Error(`${what} was called while a database transaction is open.`);
  }
}
