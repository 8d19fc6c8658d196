import type { CostRule, CostTable, PriceRule } from '@atelier/shared/pricing';
import type { ModelAtVendor, ProviderWarning } from '../adapter.ts';
import { defineModel, type ModelDefinition } from '../define-model.ts';
import type { PictureRuleSource } from '../picture-rules.ts';

/** Groups of models that share an order's form and the dialect of the answers about it. */
export type KieFamily = 'jobs' | '4o' | 'flux' | 'midjourney' | 'veo' | 'runway';

type Scalar = string | number | boolean;

/** What a model's own rule may look at. */
export interface KieOrder {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly pictureCount: number;
}

/** What a model's own rule changes. */
export interface KieAdjustment {
  /** Fields of the vendor; undefined takes one out. */
  readonly set?: Readonly<Record<string, Scalar | undefined>>;
  /** Only the first so many pictures are named. */
  readonly maxPictures?: number;
  readonly warnings?: readonly ProviderWarning[];
}

/** What a model's own file tells the adapter beside `vendorModel`. */
export interface KieModel {
  readonly family: KieFamily;
  /** Where it is ordered, when that is not the family's usual address. */
  readonly path?: string;
  /** Our parameter → the vendor's field. Parameters that are not listed are not sent. */
  readonly fields: Readonly<Record<string, string>>;
  /** Sent with every order. */
  readonly fixed?: Readonly<Record<string, Scalar>>;
  /** The field that takes the links of the ordinary inputs. Default: one link. */
  readonly pictures?: { readonly field: string; readonly isList?: true };
  /** Parameters that name a further file → the field that takes its link. */
  readonly files?: Readonly<Record<string, string>>;
  /** The field that takes the vendor's id of the task to go on with. */
  readonly continuedAs?: string;
  /** The name to order by when there is an input picture, for models that are two at the vendor. */
  readonly vendorModelWithPicture?: string;
  /**
   * Parameters that the vendor ignores when there is an input picture (or none), with the value that goes without
   * saying. They are not sent then; the user is told when another value was chosen.
   */
  readonly ignoredWithPicture?: Readonly<Record<string, unknown>>;
  readonly ignoredWithoutPicture?: Readonly<Record<string, unknown>>;
  /** Pure. What a table cannot say. */
  adjust?(order: KieOrder): KieAdjustment;
}

/** Costs in the vendor's own credits, as its price list names them. */
export interface KieCost extends CostRule {
  /** When the price was read, YYYY-MM-DD. */
  readonly asOf: string;
  /** Where it was read, in words. */
  readonly source: string;
}

/** One of the vendor's credits (its price texts of 2026-10-01). */
const KIE_CREDIT_USD = 0.005;
/** One credit covers a cent of cost; half as much again is for keeping and carrying the result. */
const MARGIN = 1.5;
const CREDITS_PER_USD = 100;
const MAX_PICTURE_BYTES = 10_000_000;

/** Asked this often, the 180 questions of an attempt last as long as the deadline. */
const PICTURES = { checkEveryMs: 5000, deadlineMs: 15 * 60_000 };
const VIDEOS = { checkEveryMs: 10_000, deadlineMs: 30 * 60_000 };

/** A model of Kie.ai: its cost makes its price, its kind of output makes how long it may take. */
export function defineKieModel(
  model: Omit<
    ModelDefinition<KieModel>,
    'priceRule' | 'vendorCost' | 'outputCount' | 'deadlineMs' | 'vendor'
  > & {
    readonly vendor: KieModel;
    readonly cost: KieCost;
    /** How many results an order leads to. Default: `numberOfOutputs`, or one. */
    outputCount?(parameters: Readonly<Record<string, unknown>>): number;
  },
): ModelDefinition<KieModel & { readonly checkEveryMs: number }> {
  const { cost, vendor, ...rest } = model;
  const { asOf, source, ...amounts } = cost;
  const { checkEveryMs, deadlineMs } = rest.outputType === 'image' ? PICTURES : VIDEOS;
  return defineModel({
    outputCount: ({ numberOfOutputs = 1 }) => Number(numberOfOutputs),
    ...rest,
    vendor: { ...vendor, checkEveryMs },
    deadlineMs,
    inputs: { ...rest.inputs, pictures: withSizeLimit(rest.inputs.pictures) },
    priceRule: withAmounts(amounts, priceOfCredits) satisfies PriceRule,
    vendorCost: { asOf, source, ...withAmounts(amounts, (credits) => credits * KIE_CREDIT_USD) },
  });
}

/** Unless a model's page says otherwise, a picture may have ten megabytes. */
function withSizeLimit(own: PictureRuleSource = {}): PictureRuleSource {
  if (typeof own === 'function') return (parameters) => ({ maxBytes: MAX_PICTURE_BYTES, ...own(parameters) });
  return { maxBytes: MAX_PICTURE_BYTES, ...own };
}

/** What the model's file says; the adapter is never asked about models of other vendors. */
export function kieModelOf({ slug, vendor }: ModelAtVendor): KieModel & { readonly checkEveryMs: number } {
  if (typeof vendor !== 'object' || vendor === null || !('family' in vendor))
    throw new Error(`${slug} does not say which family of Kie.ai it belongs to`);
  return vendor as KieModel & { readonly checkEveryMs: number };
}

/** A table for what is billed by the second: `rates` by the values of `parameters`, joined with each length. */
export function perSecond(
  parameters: readonly string[],
  rates: Readonly<Record<string, number>>,
  lengths: readonly (string | number)[],
): CostTable {
  const rows = Object.entries(rates).flatMap(([values, rate]) =>
    lengths.map((seconds) => [`${values}|${seconds}`, rate * Number(seconds)] as const),
  );
  return { parameter: [...parameters, 'duration'], credits: Object.fromEntries(rows) };
}

/** Whole credits of ours for an amount of the vendor's: at least one, never below cost. */
function priceOfCredits(credits: number): number {
  const usd = Number((credits * KIE_CREDIT_USD).toFixed(6));
  return Math.max(1, Math.ceil(Number((Math.ceil(usd * CREDITS_PER_USD) * MARGIN).toFixed(6))));
}

function withAmounts(rule: CostRule, amountOf: (credits: number) => number): CostRule {
  const { base, perInput, perOutput, byParameter } = rule;
  return {
    ...(base !== undefined && { base: amountOf(base) }),
    ...(perInput !== undefined && { perInput: amountOf(perInput) }),
    ...(perOutput !== undefined && { perOutput: amountOf(perOutput) }),
    ...(byParameter && {
      byParameter: byParameter.map(({ credits, ...table }) => ({
        ...table,
        credits: Object.fromEntries(Object.entries(credits).map(([value, each]) => [value, amountOf(each)])),
      })),
    }),
  };
}
