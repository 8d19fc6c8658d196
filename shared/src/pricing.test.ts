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

test('tables over several parameters, per result or input, and quantities are counted', () => {
  const parameters = { resolution: '720p', duration: '5', seconds: 11, text: '12345 杯子' };
  const of = (rule: Parameters<typeof priceOf>[0]) =>
    priceOf(rule, { inputCount: 2, outputCount: 3, parameters });
  expect(of({ byParameter: [{ parameter: ['resolution', 'duration'], credits: { '720p|5': 7 } }] })).toBe(7);
  expect(of({ byParameter: [{ parameter: 'duration', credits: { 5: 7 }, per: 'output' }] })).toBe(21);
  expect(of({ byParameter: [{ parameter: 'duration', credits: { 5: 7 }, per: 'input' }] })).toBe(14);
  expect(of({ byQuantity: [{ parameter: 'seconds', unit: 5, credits: 2 }] })).toBe(6);
  expect(of({ byQuantity: [{ parameter: 'seconds', unit: 5, credits: 2, per: 'output' }] })).toBe(18);
  // A text of digits is a text all the same.
  expect(of({ byQuantity: [{ parameter: 'text', of: 'length', unit: 4, credits: 1 }] })).toBe(2);
  const included = { parameter: 'text', of: 'length', unit: 2, credits: 1 } as const;
  expect(of({ base: 1, byQuantity: [{ ...included, included: 100 }] })).toBe(1);
  expect(of({ base: 1, byQuantity: [{ ...included, included: 5 }] })).toBe(3);
  expect(() => of({ byQuantity: [{ ...included, included: -1 }] })).toThrow(PriceRuleError);
  expect(() => of({ byQuantity: [{ parameter: 'text', unit: 4, credits: 1 }] })).toThrow(PriceRuleError);
});

test("an installation's share of a price is rounded up to whole credits", () => {
  expect(priceOf({ base: 3, percent: 110 }, facts)).toBe(4);
  expect(priceOf({ base: 3, percent: 1 }, facts)).toBe(1);
  expect(() => priceOf({ base: 0, percent: 200 }, facts)).toThrow(PriceRuleError);
});
