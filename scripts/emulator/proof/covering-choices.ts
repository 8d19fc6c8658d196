import { type CatalogueEntry, sampleParameters } from '@atelier/backend/providers/catalogue';
import type { ParameterSchema } from '@atelier/shared/parameter-form';
import { PriceRuleError, priceOf } from '@atelier/shared/pricing';

type Parameters = Readonly<Record<string, unknown>>;
type Property = ParameterSchema['properties'][string];

export interface CoveringChoices {
  /** Complete parameters, as a caller would send them. */
  readonly sets: readonly Parameters[];
  /** Choices that a form offers although no set with them can be ordered: `duration=10`. */
  readonly unreachable: readonly string[];
}

/** What a form lets people choose for one parameter; empty for texts and references. */
export function choicesOf({ enum: values, type, minimum, maximum }: Property): readonly unknown[] {
  if (values) return values;
  if (type === 'boolean') return [false, true];
  if (type !== 'integer' && type !== 'number') return [];
  return [minimum, maximum].filter((value) => value !== undefined);
}

/** Few sets of parameters in which every choice of a model's form stands at least once, all of them orderable. */
export function coveringChoices(entry: CatalogueEntry): CoveringChoices {
  const { properties } = entry.parameterSchema;
  const base = sampleParameters(entry.parameterSchema);
  const choices = Object.entries(properties)
    .map(([name, property]) => ({ name, values: choicesOf(property) }))
    .filter(({ values }) => values.length > 0);
  const missing = new Set(choices.flatMap(({ name, values }) => values.map((value) => keyOf(name, value))));
  const sets: Parameters[] = [];
  const take = (parameters: Parameters): void => {
    const used = choices.map(({ name }) => keyOf(name, parameters[name] ?? properties[name]?.default));
    if (!isOrderable(entry, parameters)) return;
    if (sets.length > 0 && !used.some((key) => missing.has(key))) return;
    sets.push(parameters);
    for (const key of used) missing.delete(key);
  };
  take(base);
  // Many at once where the form allows it, then one by one, then together with one other.
  const longest = Math.max(0, ...choices.map(({ values }) => values.length));
  for (let turn = 0; turn < longest; turn += 1) {
    const turned = choices.map(({ name, values }) => [name, values[turn % values.length]] as const);
    take({ ...base, ...Object.fromEntries(turned) });
  }
  for (const one of pairsOf(choices)) if (missing.has(keyOf(...one))) take({ ...base, [one[0]]: one[1] });
  for (const one of pairsOf(choices)) {
    for (const other of pairsOf(choices)) {
      if (missing.has(keyOf(...one))) take({ ...base, [other[0]]: other[1], [one[0]]: one[1] });
    }
  }
  return { sets, unreachable: [...missing] };
}

const keyOf = (name: string, value: unknown): string => `${name}=${String(value)}`;

function pairsOf(choices: readonly { name: string; values: readonly unknown[] }[]): [string, unknown][] {
  return choices.flatMap(({ name, values }) => values.map((value): [string, unknown] => [name, value]));
}

/** Whether the schema takes it and it has a price. */
function isOrderable({ model }: CatalogueEntry, given: Parameters): boolean {
  const parsed = model.parameters.safeParse(given);
  if (!parsed.success) return false;
  const inputCount = Math.max(1, model.inputs.min);
  const outputCount = model.outputCount(parsed.data, inputCount);
  try {
    return priceOf(model.priceRule, { inputCount, outputCount, parameters: parsed.data }) > 0;
  } catch (error) {
    if (error instanceof PriceRuleError) return false;
    throw error;
  }
}
