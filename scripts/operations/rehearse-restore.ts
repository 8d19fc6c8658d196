import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findViolations } from '@atelier/backend/credits/ledger-invariants';
import type { Database } from '@atelier/backend/db/database';
import { openSqlite } from '@atelier/backend/db/sqlite';
import { sql } from 'kysely';
import { newestCopy } from './backup.ts';

export interface RehearsalReport {
  readonly databaseCopy: string;
  readonly tasks: number;
  readonly files: number;
  /** What would be wrong after a restore, in words; empty is the only good answer. */
  readonly problems: readonly string[];
  readonly seconds: number;
}

const MAX_PROBLEMS = 50;

/**
 * Restores the newest backup of a folder into a temporary place and looks at everything: the database's own integrity,
 * today's migrations, every ledger rule, and the bytes of every file a row refers to. Touches neither the backup nor
 * the running server.
 */
export async function rehearseRestore(backupFolder: string): Promise<RehearsalReport> {
  const startedAt = performance.now();
  const databaseCopy = await newestCopy(backupFolder);
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-rehearsal-'));
  try {
    const restored = path.join(folder, 'atelier.sqlite');
    await copyFile(databaseCopy, restored);
    const database = await openSqlite({ path: restored });
    try {
      const files = await checkFiles(database, path.join(backupFolder, 'files'));
      const problems = [...(await checkDatabase(database)), ...files.problems];
      const { count } = await database.read
        .selectFrom('ai_tasks')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return {
        databaseCopy,
        tasks: Number(count),
        files: files.count,
        problems: problems.slice(0, MAX_PROBLEMS),
        seconds: (performance.now() - startedAt) / 1000,
      };
    } finally {
      await database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkDatabase(database: Database): Promise<string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database.read);
  const damage = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  const violations = await findViolations(database.read);
  return [
    ...damage,
    ...violations.map(({ rule, rows: broken }) => `broken rule: ${rule} (${broken.length})`),
  ];
}

async function checkFiles(
  database: Database,
  folder: string,
): Promise<{ count: number; problems: string[] }> {
  const assets = await database.read
    .selectFrom('assets')
    .select(['object_key', 'size_bytes', 'sha256'])
    .where('deleted_at', 'is', null)
    .execute();
  const problems: string[] = [];
  for (const { object_key, size_bytes, sha256 } of assets) {
    const found = await describe(path.join(folder, object_key));
    if (!found) problems.push(`missing file: ${object_key}`);
    else if (found.sizeBytes !== size_bytes || found.sha256 !== sha256) {
      problems.push(`damaged file: ${object_key}`);
    }
  }
  return { count: assets.length, problems };
}

async function describe(file: string): Promise<{ sizeBytes: number; sha256: string } | undefined> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        sizeBytes += chunk.length;
        hash.update(chunk);
      }
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}
