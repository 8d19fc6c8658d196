import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { ParameterProperty } from '@atelier/shared/parameter-form';
import { PriceRuleError, priceOf } from '@atelier/shared/pricing';

type Value = string | number;

/** More combinations than any real model has; beyond it no price is named. */
const MAX_COMBINATIONS = 2_000;

function choicesOf(property: ParameterProperty | undefined): readonly Value[] {
  if (!property) return [];
  if (property.enum) return property.enum;
  // Tables are looked up by the value as a text.
  if (property.type === 'boolean') return ['false', 'true'];
  if (property.type === 'integer' || property.type === 'number') return [property.minimum ?? 1];
  return ['x'];
}

function combine(lists: readonly (readonly [string, readonly Value[]])[]): readonly Record<string, Value>[] {
  return lists.reduce<readonly Record<string, Value>[]>(
    (known, [name, values]) => known.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** Whole credits of the cheapest order a model takes: every choice the price hangs on is tried. Undefined when none has one. */
export function priceFrom(
  model: Pick<CatalogueModel, 'priceRule' | 'parameters' | 'inputs'>,
): number | undefined {
  const { priceRule, parameters, inputs } = model;
  const names = new Set([
    ...(priceRule.byParameter ?? []).flatMap(({ parameter }) => parameter),
    ...(priceRule.byQuantity ?? []).map(({ parameter }) => parameter),
  ]);
  const lists = [...names].map((name) => [name, choicesOf(parameters.properties[name])] as const);
  if (lists.reduce((product, [, values]) => product * values.length, 1) > MAX_COMBINATIONS) return undefined;
  const prices = combine(lists).flatMap((chosen) => {
    try {
      return [
        priceOf(priceRule, { inputCount: Math.max(1, inputs.min), outputCount: 1, parameters: chosen }),
      ];
    } catch (error) {
      // Choices that exclude each other have no price.
      if (error instanceof PriceRuleError) return [];
      throw error;
    }
  });
  return prices.length === 0 ? undefined : Math.min(...prices);
}
