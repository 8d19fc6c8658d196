import { createHash } from 'node:crypto';
import type { ExpectedBytes } from './durable-write.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Whether a key holds exactly these bytes, found out by reading them back: for uploads that did not pass through the
 * API, and for stores whose own word does not settle it. A missing object is `false`.
 */
export async function holdsBytes(
  store: Pick<ObjectStore, 'head' | 'get'>,
  key: string,
  expected: ExpectedBytes,
): Promise<boolean> {
  const found = await store.head(key);
  if (found === null || found.sizeBytes !== expected.sizeBytes) return false;
  const { body } = await store.get(key);
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex') === expected.sha256;
}
