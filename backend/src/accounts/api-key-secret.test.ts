import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashApiKeySecret, isWholeApiKey, makeApiKeySecret } from './api-key-secret.ts';

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The form that scanners for leaked secrets are told. */
const FORM = /^atl_[0-9A-Za-z]{49}$/;

describe('the secret of an API key', () => {
  test('is marked, random in 43 characters, and shows no more than eight of them to people', () => {
    const made = Array.from({ length: 500 }, makeApiKeySecret);
    for (const { secret, hash, prefix, lastFour } of made) {
      expect(secret).toMatch(FORM);
      expect(isWholeApiKey(secret)).toBe(true);
      expect(prefix).toBe(secret.slice(0, 8));
      expect(lastFour).toBe(secret.slice(-4));
      expect(hash).toBe(createHash('sha256').update(secret).digest('hex'));
    }
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(500);
  });

  test('takes every character equally often (chi-squared, one wrong alarm in a million)', () => {
    const counts = new Map<string, number>();
    const total = 43 * 2000;
    for (let index = 0; index < 2000; index += 1) {
      for (const one of makeApiKeySecret().secret.slice(4, 47)) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    const expected = total / CHARACTERS.length;
    const distance = [...CHARACTERS].reduce(
      (sum, one) => sum + ((counts.get(one) ?? 0) - expected) ** 2 / expected,
      0,
    );
    // The quantile of 61 degrees of freedom at 1 - 1e-6. Remainders of random bytes would come to some 560.
    expect(distance).toBeLessThan(129);
  });

  test('is told from one with any single character changed, any two swapped, cut or continued', () => {
    const { secret } = makeApiKeySecret();
    for (let place = 0; place < secret.length; place += 1) {
      for (const other of CHARACTERS) {
        const changed = `${secret.slice(0, place)}${other}${secret.slice(place + 1)}`;
        expect(isWholeApiKey(changed), changed).toBe(changed === secret);
      }
      const [one = '', next = ''] = secret.slice(place, place + 2);
      const swapped = `${secret.slice(0, place)}${next}${one}${secret.slice(place + 2)}`;
      expect(isWholeApiKey(swapped), swapped).toBe(swapped === secret);
      expect(isWholeApiKey(secret.slice(0, place))).toBe(false);
    }
    for (const wrong of [`${secret}0`, ` ${secret}`, `${secret}\n`, secret.replace('atl_', 'atl-'), '']) {
      expect(isWholeApiKey(wrong)).toBe(false);
    }
  });

  test('keeps its form, so that keys given out stay whole after an upgrade', () => {
    const known = `atl_${'0'.repeat(43)}426KGH`;
    expect(isWholeApiKey(known)).toBe(true);
    expect(hashApiKeySecret(known)).toBe('208b43176e38db3991831325170ddc159ab38e53483cce38fd238158b2d5b5d8');
  });
});
