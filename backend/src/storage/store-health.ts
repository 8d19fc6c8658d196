import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { uniqueKey } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { holdsBytes } from './verify-object.ts';

/** Writes a probe object, reads it back byte for byte and deletes it; rejects with the first failure. */
export async function probeStore(store: ObjectStore, clock: Clock): Promise<void> {
  const contentType = 'text/plain';
  const bytes = randomBytes(64);
  const expected = { sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  const key = uniqueKey({
    folder: 'health',
    owner: 'probe',
    fileName: 'probe',
    contentType,
    now: clock.now(),
  });
  const folder = await mkdtemp(join(tmpdir(), 'atelier-probe-'));
  try {
    const path = join(folder, 'probe');
    await writeFile(path, bytes);
    await store.putFile(key, path, { ...expected, contentType });
    if (!(await holdsBytes(store, key, expected))) {
      throw new AppError('storage_failed', {}, { cause: new Error('The probe object came back changed.') });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    await store.delete(key);
  }
}
