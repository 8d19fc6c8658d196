import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '../db/database-errors.ts';

const PAUSES_MS = [200, 500, 1000, 2000, 4000, 8000];

/**
 * Repeats a transaction while the database is busy or away for a moment: for facts that only this process knows, such
 * as the handle of work that a vendor has just accepted. Other errors, and the last one, are thrown.
 */
export async function keepTrying<T>(record: () => Promise<T>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await record();
    } catch (error) {
      if (toAppError(error)?.code !== 'server_busy') throw error;
      await sleep(pauseMs);
    }
  }
  return record();
}
