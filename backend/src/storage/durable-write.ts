import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { errorCode } from '../lib/disk-errors.ts';

/** What the bytes must turn out to be. */
export interface ExpectedBytes {
  readonly sizeBytes: number;
  /** Lower-case hex SHA-256. */
  readonly sha256: string;
}

/** The bytes that arrived are not the ones announced; nothing was kept of them. */
export class BytesMismatch extends Error {
  override readonly name = 'BytesMismatch';
}

/** Makes a rename or a new entry survive a power cut. Windows cannot sync a folder and journals its entries itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder under `root` and makes every new entry on the way durable. */
async function makeDurableFolder(root: string, folder: string): Promise<void> {
  const firstNew = await mkdir(folder, { recursive: true });
  if (firstNew === undefined) return;
  const parents: string[] = [];
  for (let parent = dirname(folder); parent.length >= dirname(firstNew).length; parent = dirname(parent)) {
    parents.push(parent);
    if (parent === root) break;
  }
  for (const parent of parents) await syncFolder(parent);
}

async function writeVerified(
  handle: FileHandle,
  source: AsyncIterable<Uint8Array>,
  expected: ExpectedBytes,
): Promise<void> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes > expected.sizeBytes)
      throw new BytesMismatch(`More than ${expected.sizeBytes} bytes arrived.`);
    hash.update(chunk);
    await handle.writeFile(chunk);
  }
  if (sizeBytes !== expected.sizeBytes) {
    throw new BytesMismatch(`${sizeBytes} bytes arrived instead of ${expected.sizeBytes}.`);
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== expected.sha256)
    throw new BytesMismatch(`SHA-256 is ${sha256} instead of ${expected.sha256}.`);
}

export interface DurableWrite extends ExpectedBytes {
  /** An existing folder that holds both other paths, so that the rename stays inside one file system. */
  readonly root: string;
  readonly temporaryFolder: string;
  /** The final path, below `root`. */
  readonly path: string;
  readonly source: AsyncIterable<Uint8Array>;
}

/**
 * Writes a file so that its path shows either what it held before or all the new bytes, whatever dies in between:
 * temporary name, write and hash, sync file, rename, sync folder. Rejects with BytesMismatch or a system error.
 */
export async function writeDurably(write: DurableWrite): Promise<void> {
  await mkdir(write.temporaryFolder, { recursive: true });
  const temporary = join(write.temporaryFolder, `${process.pid}-${randomUUID()}`);
  try {
    const handle = await open(temporary, 'wx', 0o640);
    try {
      await writeVerified(handle, write.source, write);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const folder = dirname(write.path);
    await makeDurableFolder(write.root, folder);
    await rename(temporary, write.path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Removes a file durably; that it is not there is no error. */
export async function removeDurably(path: string): Promise<void> {
  try {
    await rm(path);
    await syncFolder(dirname(path));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
  }
}

/** Removes what writers that died left in a temporary folder. Returns how many entries went. */
export async function sweepFolder(folder: string, olderThan: Date): Promise<number> {
  let removed = 0;
  for (const entry of await readdir(folder).catch(ignoreMissing<string[]>([]))) {
    const path = join(folder, entry);
    const found = await stat(path).catch(ignoreMissing(null));
    if (found === null || found.mtimeMs > olderThan.getTime()) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

/** Turns "is not there" into a value; every other error stays one. */
export function ignoreMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return value;
    throw error;
  };
}

/** Whether `path` lies below `root`, both absolute. */
export function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
}
