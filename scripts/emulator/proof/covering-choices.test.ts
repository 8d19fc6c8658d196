import { type CatalogueEntry, loadCatalogue } from '@atelier/backend/providers/catalogue';
import { toParameterSchema } from '@atelier/shared/parameter-form';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { choicesOf, coveringChoices } from './covering-choices.ts';

const hints = { control: 'select', label: { en: 'x', 'zh-CN': 'x' } };
const [first] = (await loadCatalogue()).values();

function entryWith(parameters: z.ZodObject): CatalogueEntry {
  if (!first) throw new Error('the catalogue is empty');
  return {
    ...first,
    parameterSchema: toParameterSchema(parameters),
    model: { ...first.model, parameters, priceRule: { base: 1 }, outputCount: () => 1 },
  };
}

test('every choice stands in some set, with few sets', () => {
  const parameters = z.strictObject({
    prompt: z.string().min(1).meta(hints),
    size: z.enum(['s', 'm', 'l']).default('m').meta(hints),
    fast: z.boolean().default(false).meta(hints),
    count: z.int().min(1).max(4).default(1).meta(hints),
  });
  const { sets, unreachable } = coveringChoices(entryWith(parameters));
  expect(unreachable).toEqual([]);
  expect(sets.length).toBeLessThanOrEqual(4);
  const parsed = sets.map((set) => parameters.parse(set));
  expect(new Set(parsed.map(({ size }) => size))).toEqual(new Set(['s', 'm', 'l']));
  expect(new Set(parsed.map(({ fast }) => fast))).toEqual(new Set([true, false]));
  expect(parsed.map(({ count }) => count)).toEqual(expect.arrayContaining([1, 4]));
});

test('a choice that needs another one is found together with it; one that fits nothing is named', () => {
  const parameters = z
    .strictObject({
      length: z.enum(['5', '10', '60']).default('5').meta(hints),
      quality: z.enum(['low', 'high']).default('high').meta(hints),
    })
    .refine(({ length, quality }) => length !== '60' && (length !== '10' || quality === 'low'));
  const { sets, unreachable } = coveringChoices(entryWith(parameters));
  expect(unreachable).toEqual(['length=60']);
  expect(sets).toContainEqual({ length: '10', quality: 'low' });
});

test('texts and references offer no choice', () => {
  expect(choicesOf({ ...hints, type: 'string', control: 'asset' })).toEqual([]);
});
