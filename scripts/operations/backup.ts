import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';

export interface BackupPlan {
  readonly databasePath: string;
  readonly dataDirectory: string;
  /** Where backups are kept; made when missing. */
  readonly to: string;
  /** Database copies that stay; older ones are removed. Files are shared by all of them. */
  readonly keep: number;
  readonly now: Date;
}

export interface BackupReport {
  readonly databaseCopy: string;
  readonly databaseBytes: number;
  /** Stored files that were not in the backup yet. */
  readonly filesCopied: number;
  readonly filesKept: number;
  readonly removedCopies: number;
  readonly seconds: number;
}

const COPY_NAME = /^atelier-\d{8}T\d{6}Z\.sqlite$/;

/**
 * Copies an SQLite installation while it runs: the database first, with `VACUUM INTO` from one read transaction, and
 * the files after it, so that every row of the copy finds its file. Stored files never change under a name, so only
 * new ones are copied. The copy gets its final name only when its integrity check is good.
 * @throws Error when the copy is not sound; what was there before stays.
 */
export async function backup(plan: BackupPlan): Promise<BackupReport> {
  const startedAt = performance.now();
  await mkdir(plan.to, { recursive: true });
  const name = `atelier-${plan.now.toISOString().replace(/[-:]|\.\d+/g, '')}.sqlite`;
  const databaseCopy = path.join(plan.to, name);
  const unfinished = `${databaseCopy}.unfinished`;
  await rm(unfinished, { force: true });
  vacuumInto(plan.databasePath, unfinished);
  await rename(unfinished, databaseCopy);

  const files = await copyNewFiles(path.join(plan.dataDirectory, 'files'), path.join(plan.to, 'files'));
  await copyIfThere(path.join(plan.dataDirectory, 'secrets.json'), path.join(plan.to, 'secrets.json'));
  const removedCopies = await removeOldCopies(plan.to, plan.keep);
  return {
    databaseCopy,
    databaseBytes: (await stat(databaseCopy)).size,
    ...files,
    removedCopies,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

function vacuumInto(from: string, to: string): void {
  const source = new BetterSqlite(from, { readonly: true, timeout: 5000 });
  try {
    source.prepare('vacuum into ?').run(to);
  } finally {
    source.close();
  }
  const copy = new BetterSqlite(to, { readonly: true });
  try {
    const found = copy.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new Error(`the copy is not sound: ${String(found)}`);
  } finally {
    copy.close();
  }
}

/** A name that begins with a dot is a file that is still being written. */
const isUnfinished = (relative: string): boolean =>
  relative.split(path.sep).some((part) => part.startsWith('.'));

async function copyNewFiles(from: string, to: string): Promise<{ filesCopied: number; filesKept: number }> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch(ignoreMissing([]));
  let filesCopied = 0;
  let filesKept = 0;
  for (const entry of entries) {
    const relative = path.relative(from, path.join(entry.parentPath, entry.name));
    if (!entry.isFile() || isUnfinished(relative)) continue;
    const target = path.join(to, relative);
    if (await stat(target).catch(ignoreMissing(undefined))) {
      filesKept += 1;
      continue;
    }
    await mkdir(path.dirname(target), { recursive: true });
    const unfinished = path.join(path.dirname(target), `.${path.basename(target)}.unfinished`);
    // A file that its owner deleted in the meantime is not missed by anybody.
    const isCopied = await copyFile(path.join(from, relative), unfinished, constants.COPYFILE_FICLONE)
      .then(() => true)
      .catch(ignoreMissing(false));
    if (!isCopied) continue;
    await rename(unfinished, target);
    filesCopied += 1;
  }
  return { filesCopied, filesKept };
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await copyFile(from, to).catch(ignoreMissing(undefined));
}

async function removeOldCopies(folder: string, keep: number): Promise<number> {
  const copies = (await readdir(folder)).filter((name) => COPY_NAME.test(name)).sort();
  const old = copies.slice(0, Math.max(0, copies.length - keep));
  for (const name of old) await rm(path.join(folder, name));
  return old.length;
}

/** The newest database copy in a backup folder. @throws Error when there is none. */
export async function newestCopy(folder: string): Promise<string> {
  const newest = (await readdir(folder))
    .filter((name) => COPY_NAME.test(name))
    .sort()
    .at(-1);
  if (newest === undefined) throw new Error(`${folder} holds no backup`);
  return path.join(folder, newest);
}

function ignoreMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
}
