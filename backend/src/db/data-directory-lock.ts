import path from 'node:path';
import BetterSqlite from 'better-sqlite3';

/** Thrown when another process already works in the data folder. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError';
}

/**
 * Makes sure that one process at a time works in a data folder: SQLite wants one writer, and leases of tasks are
 * adopted at start. The lock is a transaction that stays open in a file of its own; the operating system ends it with
 * the process, however the process ends, so it can never be stale.
 * @throws DataDirectoryInUseError
 */
export function lockDataDirectory(folder: string): { release(): void } {
  const handle = new BetterSqlite(path.join(folder, 'atelier.lock'), { timeout: 0 });
  try {
    handle.exec('begin exclusive');
  } catch (error) {
    handle.close();
    throw new DataDirectoryInUseError(
      `Another Atelier is already running with the data folder ${folder}. Stop it first, or give this one its own DATA_DIR.`,
      { cause: error },
    );
  }
  return { release: () => handle.close() };
}
