import { expect, test } from 'vitest';
import { fillText, pickLocale } from './locales.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh', 'zh-CN'],
  ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['fr-FR,fr;q=0.9,zh-CN;q=0.5,en;q=0.4', 'zh-CN'],
  ['zh;q=0,en;q=0.1', 'en'],
  ['ZH-hans;q=1.0', 'zh-CN'],
  [';;q=,,', 'en'],
])('Accept-Language "%s" is answered in %s', (header, locale) => {
  expect(pickLocale(header)).toBe(locale);
});

test('placeholders are filled, and a missing value stays visible', () => {
  expect(fillText('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  expect(fillText('{a}{a}', { a: '{b}', b: 'x' })).toBe('{b}{b}');
});
