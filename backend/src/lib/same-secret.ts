import { createHash, timingSafeEqual } from 'node:crypto';

/** Hashing first gives both the same length, so the comparison tells nothing about it. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
