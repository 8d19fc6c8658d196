import { randomBytes } from 'node:crypto';
import { type IdKind, makeId } from '@atelier/shared/ids';
import type { Clock } from './clock.ts';

/** A fresh id that sorts by time. */
export function newId(kind: IdKind, clock: Clock): string {
  return makeId(kind, clock.now().getTime(), randomBytes);
}

/** A task number people can read out: `T20261122-7K3M9QXA` (date in UTC, then 40 random bits in base 32). */
export function newTaskNumber(clock: Clock): string {
  return newNumber('T', clock);
}

/** The same for a batch: `B20261122-7K3M9QXA`. */
export function newBatchNumber(clock: Clock): string {
  return newNumber('B', clock);
}

function newNumber(letter: 'T' | 'B', clock: Clock): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const date = clock.now().toISOString().slice(0, 10).replaceAll('-', '');
  const tail = Array.from(randomBytes(8), (byte) => alphabet[byte & 31]).join('');
  return `${letter}${date}-${tail}`;
}
