import { MAX_FILE_NAME_CHARACTERS } from '@atelier/shared/limits';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attachmentHeader, cleanFileName } from './file-name.ts';

describe('cleanFileName', () => {
  test.each([
    ['商品图 1.jpg', '商品图 1.jpg'],
    ['👩‍👩‍👧 family.png', '👩‍👩‍👧 family.png'],
    ['cafe\u0301.png', 'café.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\fakepath\\shoe.webp', 'shoe.webp'],
    ['a\u0000b\r\nc.png', 'abc.png'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['\ud800broken.png', '\ufffdbroken.png'],
    ['..', 'file'],
    ['', 'file'],
    ['a/', 'file'],
  ])('%j becomes %j', (given, expected) => {
    expect(cleanFileName(given)).toBe(expected);
  });

  test('a 300-character name keeps its start, its end and its ending', () => {
    const cleaned = cleanFileName(`${'长'.repeat(296)}尾.png`);
    expect([...cleaned]).toHaveLength(MAX_FILE_NAME_CHARACTERS);
    expect(cleaned.startsWith('长长长')).toBe(true);
    expect(cleaned.endsWith('尾.png')).toBe(true);
    expect(cleaned).toContain('…');
  });

  test('for any name: short, visible, no separators, and cleaning again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const cleaned = cleanFileName(name);
        expect([...cleaned].length).toBeGreaterThan(0);
        expect([...cleaned].length).toBeLessThanOrEqual(MAX_FILE_NAME_CHARACTERS);
        expect(cleaned).not.toMatch(/[\p{Cc}/\\]/u);
        expect(cleanFileName(cleaned)).toBe(cleaned);
      }),
      { numRuns: 500 },
    );
  });
});

test('attachmentHeader carries any name whole and cannot be broken out of', () => {
  expect(attachmentHeader('白底 "图"; x=(1)*.png')).toBe(
    `attachment; filename="__ ____ x=(1)*.png"; filename*=UTF-8''%E7%99%BD%E5%BA%95%20%22%E5%9B%BE%22%3B%20x%3D%281%29%2A.png`,
  );
});
