import { randomFillSync } from 'node:crypto';
import { type IdKind, makeId } from '@atelier/shared/ids';
import type { Clock } from './clock.ts';

/** Fetched at once: asking for ten random bytes takes as long as asking for thousands. */
const BLOCK_BYTES = 4096;
const block = Buffer.alloc(BLOCK_BYTES);
let used = BLOCK_BYTES;

/** The next `count` bytes of the block, each given out once. Good for names, not for keys: they stay in memory. */
function someRandomBytes(count: number): Uint8Array {
  if (used + count > BLOCK_BYTES) {
    randomFillSync(block);
    used = 0;
  }
  used += count;
  return block.subarray(used - count, used);
}

/** A fresh id that sorts by time. */
export function newId(kind: IdKind, clock: Clock): string {
  return makeId(kind, clock.now().getTime(), someRandomBytes);
}

const NUMBER_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A task number people can read out: `T20261122-7K3M9QXA` (date in UTC, then 40 random bits in base 32). */
export function newTaskNumber(clock: Clock): string {
  return newNumber('T', clock);
}

/** The same for a batch: `B20261122-7K3M9QXA`. */
export function newBatchNumber(clock: Clock): string {
  return newNumber('B', clock);
}

function newNumber(letter: 'T' | 'B', clock: Clock): string {
  const date = clock.now().toISOString().slice(0, 10).replaceAll('-', '');
  let tail = '';
  for (const byte of someRandomBytes(8)) tail += NUMBER_ALPHABET[byte & 31];
  return `${letter}${date}-${tail}`;
}
