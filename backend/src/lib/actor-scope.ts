import { AsyncLocalStorage } from 'node:async_hooks';

/** The server itself: workers, sweeps and operators' routes see every row. */
const SYSTEM = '*';
/** A caller who has not proved who he is sees no owned row at all. */
const NOBODY = '';

const scope = new AsyncLocalStorage<string>();

/**
 * For whom the running code reads and writes. PostgreSQL compares it with the owner of every owned row (row level
 * security), so that a query that forgets its owner finds nothing instead of somebody else's things.
 */
export function currentActor(): string {
  return scope.getStore() ?? SYSTEM;
}

/** Whether everybody's rows are seen. */
export function actsAsSystem(): boolean {
  return currentActor() === SYSTEM;
}

/** Runs `fn` for one signed-in user. */
export function runAsUser<T>(userId: string, fn: () => T): T {
  if (userId === SYSTEM || userId === NOBODY) throw new Error('that is not the id of a user');
  return scope.run(userId, fn);
}

/** Runs `fn` for a caller who is not signed in. */
export function runAsNobody<T>(fn: () => T): T {
  return scope.run(NOBODY, fn);
}

/**
 * Runs `fn` for the server itself. To be used where the rights were checked another way, and where figures over
 * everybody's rows are needed, such as a place in line.
 */
export function runAsSystem<T>(fn: () => T): T {
  return scope.run(SYSTEM, fn);
}
