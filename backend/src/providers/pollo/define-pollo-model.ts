import type { CostRule, CostTable } from '@atelier/shared/pricing';
import type { ModelAtVendor } from '../adapter.ts';
import { creditsFor } from '../credits-for.ts';
import { defineModel, type ModelDefinition } from '../define-model.ts';

/** What a model's own file tells the adapter beside `vendorModel`, its path at the vendor: `brand/model`. */
export interface PolloModel {
  /** Our parameter → the vendor's field. Parameters that are not listed are not sent: an unknown field may be refused. */
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that are numbers at the vendor and texts in our form. */
  readonly numbers?: readonly string[];
}

/** A model of Pollo.ai: its cost in US dollars makes its price. */
export function definePolloModel(
  model: Omit<
    ModelDefinition<PolloModel>,
    'priceRule' | 'vendorCost' | 'outputCount' | 'outputType' | 'deadlineMs' | 'vendor'
  > & {
    readonly vendor: PolloModel;
    /** In US dollars. */
    readonly cost: CostTable;
    /** Where the cost was read. */
    readonly costSource: string;
  },
): ModelDefinition<PolloModel> {
  const { cost, costSource, ...rest } = model;
  const rows = Object.entries(cost.credits).map(([value, usd]) => [value, creditsFor(usd)]);
  const byParameter = [{ ...cost, credits: Object.fromEntries(rows) }] satisfies CostRule['byParameter'];
  return defineModel({
    ...rest,
    outputType: 'video',
    outputCount: () => 1,
    deadlineMs: 30 * 60_000,
    priceRule: { byParameter },
    vendorCost: { byParameter: [cost], asOf: '2026-11-25', source: costSource },
  });
}

/** What the model's file says; the adapter is never asked about models of other vendors. */
export function polloModelOf({ slug, vendor }: ModelAtVendor): PolloModel {
  if (typeof vendor !== 'object' || vendor === null || !('fields' in vendor))
    throw new Error(`${slug} does not say which fields Pollo.ai knows it by`);
  return vendor as PolloModel;
}
