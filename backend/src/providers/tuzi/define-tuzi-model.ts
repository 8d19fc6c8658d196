import type { CostRule, CostTable, PriceRule } from '@atelier/shared/pricing';
import type { ModelAtVendor } from '../adapter.ts';
import { creditsFor } from '../credits-for.ts';
import { defineModel, type ModelDefinition } from '../define-model.ts';

/** Groups of models that are ordered and asked about in the same words: three protocols behind one host and one key. */
export type TuziFamily = 'midjourney' | 'kling' | 'openai';

/** What a model's own file tells the adapter beside `vendorModel`. */
export interface TuziModel {
  readonly family: TuziFamily;
  /** Our parameter → the vendor's field, of the families that have fields. Parameters that are not listed are not sent. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Asked this often, the 180 questions of an attempt last as long as the deadline. */
const PICTURES = { checkEveryMs: 5000, deadlineMs: 15 * 60_000 };
const VIDEOS = { checkEveryMs: 10_000, deadlineMs: 30 * 60_000 };

/** A model of TuZi: its cost in US dollars makes its price, its kind of output makes how long it may take. */
export function defineTuziModel(
  model: Omit<
    ModelDefinition<TuziModel>,
    'priceRule' | 'vendorCost' | 'outputCount' | 'deadlineMs' | 'vendor'
  > & {
    readonly vendor: TuziModel;
    /** In US dollars. */
    readonly cost: CostRule;
    /** Where and when the cost was read. */
    readonly costSource: string;
    outputCount?(parameters: Readonly<Record<string, unknown>>): number;
  },
): ModelDefinition<TuziModel & { readonly checkEveryMs: number }> {
  const { cost, costSource, vendor, ...rest } = model;
  const { checkEveryMs, deadlineMs } = rest.outputType === 'image' ? PICTURES : VIDEOS;
  return defineModel({
    outputCount: ({ numberOfOutputs = 1 }) => Number(numberOfOutputs),
    ...rest,
    vendor: { ...vendor, checkEveryMs },
    deadlineMs,
    priceRule: priceOf(cost),
    vendorCost: { ...cost, asOf: '2026-11-25', source: costSource },
  });
}

/** What the model's file says; the adapter is never asked about models of other vendors. */
export function tuziModelOf({ slug, vendor }: ModelAtVendor): TuziModel & { readonly checkEveryMs: number } {
  if (typeof vendor !== 'object' || vendor === null || !('family' in vendor))
    throw new Error(`${slug} does not say which family of TuZi it belongs to`);
  return vendor as TuziModel & { readonly checkEveryMs: number };
}

function priceOf({ base, perOutput, byParameter }: CostRule): PriceRule {
  const tableOf = ({ credits, ...table }: CostTable): CostTable => ({
    ...table,
    credits: Object.fromEntries(Object.entries(credits).map(([value, usd]) => [value, creditsFor(usd)])),
  });
  return {
    ...(base !== undefined && { base: creditsFor(base) }),
    ...(perOutput !== undefined && { perOutput: creditsFor(perOutput) }),
    ...(byParameter && { byParameter: byParameter.map(tableOf) }),
  };
}
