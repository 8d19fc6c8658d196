import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteForReading } from '../db/sqlite.ts';
import { findViolations } from './ledger-invariants.ts';

/** Answers once with the broken rules of the file it was given. */
const db = openSqliteForReading(workerData.sqlitePath);
parentPort?.postMessage(await findViolations(db));
await db.destroy();
