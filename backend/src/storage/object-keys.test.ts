import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assertTypeFitsKey,
  contentTypeOfKey,
  isSafeKey,
  MAX_KEY_BYTES,
  MAX_KEY_SEGMENT_BYTES,
  uniqueKey,
} from './object-keys.ts';

const now = new Date('2026-01-02T03:04:05.678Z');
const keyFor = (fileName: string, contentType = 'image/png') =>
  uniqueKey({ folder: 'inputs', owner: 'user_1', fileName, contentType, now });

describe('uniqueKey', () => {
  test('keeps Chinese, Japanese and Korean names readable', () => {
    expect(keyFor('白色运动鞋 正面.jpg', 'image/jpeg')).toMatch(
      /^inputs\/user_1\/1767323045678_[0-9a-f]{32}_白色运动鞋_正面\.jpg$/u,
    );
    expect(keyFor('スニーカー.png')).toMatch(/_スニーカー\.png$/u);
    expect(keyFor('운동화.png')).toMatch(/_운동화\.png$/u);
  });

  test('takes the extension from the type, never from the name', () => {
    expect(keyFor('shell.php.jpg', 'image/webp')).toMatch(/_shell_php\.webp$/);
    expect(keyFor('page.html', 'application/x-unheard-of')).toMatch(/_page\.bin$/);
  });

  test('never gives the same key twice', () => {
    expect(new Set(Array.from({ length: 2_000 }, () => keyFor('a.png'))).size).toBe(2_000);
  });

  test('is safe and bounded for any file name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (fileName) => {
        const key = keyFor(fileName);
        expect(isSafeKey(key)).toBe(true);
        expect(key.split('/')).toHaveLength(3);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(['../x', 'a/b', '', '.', 'con', 'a\0'])('refuses %j as an owner', (owner) => {
    expect(() =>
      uniqueKey({ folder: 'inputs', owner, fileName: 'a', contentType: 'image/png', now }),
    ).toThrow();
  });
});

describe('isSafeKey', () => {
  test.each([
    'inputs/user_1/1_ab_鞋.png',
    'a/😀.png',
    'a b/c.png',
    'x',
    `${'鞋'.repeat(85)}`,
    'conference/console.png',
  ])('accepts %j', (key) => {
    expect(isSafeKey(key)).toBe(true);
  });

  test.each([
    '',
    '.',
    '..',
    '../x',
    'a/../b',
    'a/./b',
    '/etc/passwd',
    '//server/share',
    'a//b',
    'a/',
    'C:/x',
    'C:\\x',
    'a\\b',
    'a\0b',
    'a\nb',
    'a%2e%2e/b',
    '%2e%2e/x',
    'a%00b',
    'a/.hidden',
    '.tmp/x',
    'a/b.',
    'a/b ',
    'a/ b',
    'con',
    'a/NUL.png',
    'a/com1',
    'LPT9.txt',
    'a/COM¹.png',
    'CONIN$',
    'a/b:stream',
    'a?b',
    'a#b',
    'a*b',
    'a|b',
    'a"b',
    'a<b',
    'x\u202egnp',
    'cafe\u0301.png',
    '\ud800.png',
    'x'.repeat(MAX_KEY_SEGMENT_BYTES + 1),
    '鞋'.repeat(86),
    `${'a/'.repeat(MAX_KEY_BYTES / 2)}a`,
  ])('refuses %j', (key) => {
    expect(isSafeKey(key)).toBe(false);
  });
});

describe('the type of a key', () => {
  test('is read from its extension', () => {
    expect(contentTypeOfKey('a/b.jpg')).toBe('image/jpeg');
    expect(contentTypeOfKey('a/b.exe')).toBe('application/octet-stream');
    expect(contentTypeOfKey('a/constructor')).toBe('application/octet-stream');
  });

  test('a put under a key that stands for another type is a bug', () => {
    expect(() => assertTypeFitsKey('a/b.png', 'image/jpeg')).toThrow('stands for image/png');
    expect(() => assertTypeFitsKey('a/b.bin', 'image/jpeg')).toThrow();
    expect(() => assertTypeFitsKey('a/b.png', 'image/png')).not.toThrow();
    expect(() => assertTypeFitsKey('a/b.bin', 'font/woff2')).not.toThrow();
  });
});
