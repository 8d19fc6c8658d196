import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SealBrokenError, SealedSecrets } from './sealed-secrets.ts';

const [one, two] = [randomBytes(32), randomBytes(32)];
const only = new SealedSecrets({ current: one, older: [] });

test('what is sealed opens again, for its record only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (secret, record) => {
      const sealed = only.seal(secret.toWellFormed(), record);
      expect(only.open(sealed, record)).toBe(secret.toWellFormed());
      expect(() => only.open(sealed, `${record}x`)).toThrow(SealBrokenError);
    }),
  );
});

test('the seal hides the secret and is different each time', () => {
  const seals = Array.from({ length: 100 }, () => only.seal('whsec_1234567890', 'webhook:1'));
  expect(new Set(seals).size).toBe(100);
  expect(new Set(seals.map((sealed) => sealed.split('.')[2])).size).toBe(100);
  for (const sealed of seals) {
    expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').toString('latin1')).not.toContain('whsec');
  }
});

test('a changed byte anywhere breaks the seal', () => {
  const [version, keyId, nonce = '', body = ''] = only.seal('secret', 'r').split('.');
  const flip = (text: string, at: number): string => {
    const bytes = Buffer.from(text, 'base64url');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes.toString('base64url');
  };
  const bodyBytes = Buffer.from(body, 'base64url').length;
  for (let at = 0; at < bodyBytes; at += 1) {
    expect(() => only.open([version, keyId, nonce, flip(body, at)].join('.'), 'r')).toThrow(SealBrokenError);
  }
  expect(() => only.open([version, keyId, flip(nonce, 3), body].join('.'), 'r')).toThrow(SealBrokenError);
  for (const text of ['', 'plain text', 'v1.00000000', `v2.${keyId}.${nonce}.${body}`]) {
    expect(() => only.open(text, 'r')).toThrow(SealBrokenError);
  }
});

test('keys are changed without losing anything: the older one opens, resealing moves to the current one', () => {
  const before = only.seal('secret', 'r');
  const between = new SealedSecrets({ current: two, older: [one] });
  expect(between.isCurrent(before)).toBe(false);
  expect(between.open(before, 'r')).toBe('secret');
  const after = between.reseal(before, 'r');
  expect(between.isCurrent(after)).toBe(true);
  expect(between.reseal(after, 'r')).toBe(after);
  const later = new SealedSecrets({ current: two, older: [] });
  expect(later.open(after, 'r')).toBe('secret');
  expect(() => later.open(before, 'r')).toThrow(/is not known here/);
});

test('what goes wrong tells neither secret nor key', () => {
  const sealed = only.seal('whsec_very_secret', 'r');
  for (const open of [
    () => only.open(sealed, 'another'),
    () => new SealedSecrets({ current: two, older: [] }).open(sealed, 'r'),
  ]) {
    expect(open).toThrow(
      expect.objectContaining({
        message: expect.not.stringMatching(new RegExp(`very|${one.toString('hex')}`)),
      }),
    );
  }
});
