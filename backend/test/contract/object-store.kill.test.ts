import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocalDiskStore } from '../../src/storage/local-disk.ts';

const ROUNDS = 50;
const signingKey = 'a signing key of more than thirty-two bytes';
const writer = join(import.meta.dirname, 'put-until-killed.ts');
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'atelier-kill-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Starts a writer, kills it without warning `afterMs` into its puts, and clears away its source files. */
async function killWriter(afterMs: number): Promise<void> {
  const child = fork(writer, [root, signingKey], { stdio: 'inherit', execArgv: [] });
  const exited = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  const sourceFolder = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The writer ended before it began.')));
  });
  await sleep(afterMs);
  child.kill('SIGKILL');
  expect(await exited).toBe('SIGKILL');
  await rm(sourceFolder, { recursive: true, force: true });
}

test(`a writer killed ${ROUNDS} times in the middle never leaves a partial object`, { timeout: 120_000 }, async () => {
  const store = createLocalDiskStore({ root, signingKey, publicPath: '/files' });
  let objects = 0;
  let temporaries = 0;
  let roundsWithTemporaries = 0;
  let overwritten: string | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    await killWriter(Math.random() * 40);
    const hashes = new Set<string>();
    for (const entry of await readdir(join(root, 'kill'), { recursive: true, withFileTypes: true }).catch(() => [])) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const sha256 = createHash('sha256').update(await readFile(path)).digest('hex');
      hashes.add(sha256);
      objects += 1;
      if (entry.name === 'overwritten.png') overwritten = sha256;
      else expect(basename(entry.name, '.png')).toBe(sha256);
    }
    // What the overwritten key holds must be one of the whole files, not a mixture.
    if (overwritten !== null && hashes.size > 1) expect(hashes).toContain(overwritten);
    const left = await store.sweep(-60_000);
    temporaries += left;
    if (left > 0) roundsWithTemporaries += 1;
    expect(await readdir(join(root, '.incoming')).catch(() => [])).toEqual([]);
    await rm(join(root, 'kill'), { recursive: true, force: true });
  }
  // The kills must have hit writers at work, or nothing was shown.
  expect(roundsWithTemporaries).toBeGreaterThan(ROUNDS / 4);
  expect(objects).toBeGreaterThan(ROUNDS);
  expect(temporaries).toBeGreaterThan(0);
});
