import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocalDiskStore } from '../../src/storage/local-disk.ts';

const ROUNDS = 20;
const LONGEST_LIFE_MS = 200;
const signingKey = 'a signing key of more than thirty-two bytes';
const writer = join(import.meta.dirname, 'put-until-killed.ts');
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
let folder: string;
let root: string;
let sourceFolder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-kill-'));
  root = join(folder, 'objects');
  sourceFolder = join(folder, 'sources');
  await mkdir(sourceFolder);
  for (const sizeBytes of [50_000, 700_000, 3_000_000]) {
    const bytes = randomBytes(sizeBytes);
    await writeFile(join(sourceFolder, sha256Of(bytes)), bytes);
  }
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Starts a writer and kills it without warning `afterMs` into its puts. */
async function killWriter(afterMs: number): Promise<void> {
  const child = fork(writer, [root, sourceFolder, signingKey], { execArgv: [] });
  const exited = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The writer ended before it began.')));
  });
  await sleep(afterMs);
  child.kill('SIGKILL');
  expect(await exited).toBe('SIGKILL');
}

test(`a writer killed ${ROUNDS} times in the middle never leaves a partial object`, {
  timeout: 120_000,
}, async () => {
  const store = createLocalDiskStore({ root, signingKey, publicPath: '/files' });
  const wholeFiles = await readdir(sourceFolder);
  let objects = 0;
  let roundsWithTemporaries = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await killWriter(Math.random() * LONGEST_LIFE_MS);
    await mkdir(join(root, 'kill'), { recursive: true });
    for (const name of await readdir(join(root, 'kill'))) {
      const sha256 = sha256Of(await readFile(join(root, 'kill', name)));
      expect(wholeFiles).toContain(sha256);
      if (name !== 'overwritten.png') expect(name).toContain(sha256);
      objects += 1;
    }
    if ((await store.sweep(-60_000)) > 0) roundsWithTemporaries += 1;
    await rm(root, { recursive: true });
  }
  // The kills must have hit writers at work, before and after a rename, or nothing was shown.
  expect(roundsWithTemporaries).toBeGreaterThan(ROUNDS / 2);
  expect(objects).toBeGreaterThan(ROUNDS);
});
