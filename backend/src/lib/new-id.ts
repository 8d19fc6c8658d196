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

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DAY_MS = 24 * 60 * 60_000;
const TIME_DIGITS = 4;
const RANDOM_DIGITS = 6;

/**
 * A task number people can read out: `T20261122-7K3M9QXA4B`, the date in UTC, then base 32: four digits for the time of
 * day (steps of 82 ms) and six random ones. It grows with time, so that the index of all numbers is written at its end.
 */
export function newTaskNumber(clock: Clock): string {
  return newNumber('T', clock);
}

/** The same for a batch: `B20261122-7K3M9QXA4B`. */
export function newBatchNumber(clock: Clock): string {
  return newNumber('B', clock);
}

function newNumber(letter: 'T' | 'B', clock: Clock): string {
  const now = clock.now();
  const date = now.toISOString().slice(0, 10).replaceAll('-', '');
  let step = Math.floor(((now.getTime() % DAY_MS) / DAY_MS) * DIGITS.length ** TIME_DIGITS);
  let digits = '';
  for (let place = 0; place < TIME_DIGITS; place += 1) {
    digits = DIGITS[step % DIGITS.length] + digits;
    step = Math.floor(step / DIGITS.length);
  }
  for (const byte of someRandomBytes(RANDOM_DIGITS)) digits += DIGITS[byte & 31];
  return `${letter}${date}-${digits}`;
}
