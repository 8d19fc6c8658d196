import { expect, test } from 'vitest';
import { PriceRuleError, priceOf } from './pricing.ts';

const facts = { inputCount: 2, outputCount: 6, parameters: { size: 'large' } };

test('parts are added up', () => {
  const rule = {
    base: 1,
    perInput: 2,
    perOutput: 3,
    byParameter: [{ parameter: 'size', credits: { small: 0, large: 5 } }],
  };
  expect(priceOf(rule, facts)).toBe(1 + 4 + 18 + 5);
});

test.each([
  ['nothing at all', {}],
  ['zero', { base: 0 }],
  ['a negative part', { base: 5, perInput: -1 }],
  ['a fraction', { base: 0.5 }],
  ['no number', { base: Number.NaN }],
  ['more than can be counted exactly', { base: Number.MAX_SAFE_INTEGER, perInput: 1 }],
  ['a choice without a price', { base: 1, byParameter: [{ parameter: 'size', credits: { small: 1 } }] }],
  ['a choice named like a built-in', { base: 1, byParameter: [{ parameter: 'toString', credits: {} }] }],
])('a rule with %s never makes a price', (_name, rule) => {
  expect(() => priceOf(rule, facts)).toThrow(PriceRuleError);
});
