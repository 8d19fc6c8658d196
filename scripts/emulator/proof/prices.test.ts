import { type CatalogueEntry, loadCatalogue, sampleParameters } from '@atelier/backend/providers/catalogue';
import { type CostRule, CREDIT_COST_USD, costOf, priceOf } from '@atelier/shared/pricing';
import { afterAll, expect, test } from 'vitest';
import { choicesOf } from './covering-choices.ts';

/** Beyond this only the parameters that a price names are combined; the others cannot change it. */
const MAX_COMBINATIONS = 20_000;
/** Sums of decimal fractions differ from the true sum by less than this. */
const ROUNDING_USD = 1e-9;
const MAX_INPUTS = 10;

type Parameters = Readonly<Record<string, unknown>>;

const catalogue = await loadCatalogue();
let checked = 0;

/** Texts are counted by some prices: these lengths, the shortest and the longest stand for all. */
const TEXT_LENGTHS = [1, 100, 401, 700, 1501, 5000];

function valuesOf({ parameterSchema: { properties } }: CatalogueEntry, name: string): readonly unknown[] {
  const property = properties[name];
  if (!property) return [];
  const choices = choicesOf(property);
  if (choices.length > 0) return choices;
  const isText = property.type === 'string' && property.control.startsWith('text');
  const longest = Math.min(property.maxLength ?? 1000, 50_000);
  const lengths = [...TEXT_LENGTHS.filter((length) => length < longest), longest];
  return isText ? lengths.map((length) => '杯'.repeat(length)) : [];
}

function namedIn(rule: CostRule | undefined): readonly string[] {
  const tables = rule?.byParameter?.flatMap(({ parameter }) => parameter) ?? [];
  return [...tables, ...(rule?.byQuantity?.map(({ parameter }) => parameter) ?? [])];
}

function combinationsOf(entry: CatalogueEntry, names: readonly string[]): Parameters[] {
  let sets: Parameters[] = [sampleParameters(entry.parameterSchema)];
  for (const name of names) {
    const values = valuesOf(entry, name);
    if (values.length > 0) sets = sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value })));
  }
  return sets;
}

function countOf(entry: CatalogueEntry, names: readonly string[]): number {
  return names.reduce((product, name) => product * Math.max(1, valuesOf(entry, name).length), 1);
}

function problemWithPrice({ model }: CatalogueEntry, given: Parameters, inputCount: number): string | null {
  const parsed = model.parameters.safeParse(given);
  // What the form refuses has no price and needs none.
  if (!parsed.success) return null;
  checked += 1;
  const parameters = parsed.data;
  const facts = { parameters, inputCount, outputCount: model.outputCount(parameters, inputCount) };
  try {
    const credits = priceOf(model.priceRule, facts);
    const cost = model.vendorCost ? costOf(model.vendorCost, facts) : 0;
    if (credits * CREDIT_COST_USD >= cost - ROUNDING_USD) return null;
    return `${credits} credits for ${cost} dollars`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test.each([...catalogue.values()].map((entry) => ({ slug: entry.model.slug, entry })))(
  '$slug: every combination has a price in whole credits that covers what the vendor asks',
  ({ entry }) => {
    const { model, parameterSchema } = entry;
    const all = Object.keys(parameterSchema.properties);
    const priced = [
      ...new Set([...namedIn(model.priceRule), ...namedIn(model.vendorCost), 'numberOfOutputs']),
    ];
    const names = countOf(entry, all) <= MAX_COMBINATIONS ? all : priced;
    const { min, max } = model.inputs;
    const inputCounts = [...new Set([min, Math.max(min, 1), Math.min(max, MAX_INPUTS)])];
    const problems = combinationsOf(entry, names).flatMap((parameters) =>
      inputCounts
        .filter((count) => count >= min && count <= max)
        .flatMap((count) => {
          const problem = problemWithPrice(entry, parameters, count);
          return problem === null ? [] : [`${JSON.stringify(parameters).slice(0, 300)}: ${problem}`];
        }),
    );
    expect(problems.slice(0, 5)).toEqual([]);
  },
);

test('a vendor cost says where and when it was read', () => {
  for (const { model, provider } of catalogue.values()) {
    if (!provider.connection) continue;
    expect(model.vendorCost?.asOf, model.slug).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(model.vendorCost?.source, model.slug).toBeTruthy();
  }
});

afterAll(() => console.log(`prices checked: ${checked} orders of ${catalogue.size} models`));
