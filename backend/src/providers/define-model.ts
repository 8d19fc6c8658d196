import type { LocalizedText } from '@atelier/shared/locales';
import type { PriceRule } from '@atelier/shared/pricing';
import type { z } from 'zod';

/** One entry of the catalogue. Each lives in its own file, `providers/<vendor>/models/<slug>.ts`, as default export. */
export interface ModelDefinition {
  /** Stable public name; unique over all vendors. */
  readonly slug: string;
  /** What its vendor calls it, as the adapter sends it; for the local provider the picture operation. */
  readonly vendorModel: string;
  readonly label: LocalizedText;
  readonly description: LocalizedText;
  readonly outputType: 'image' | 'video' | 'audio';
  /** Every property carries form hints (`field()` in shared/parameter-form.ts) and, where sensible, a default. */
  readonly parameters: z.ZodObject;
  readonly priceRule: PriceRule;
  /** How many input pictures one task may carry. */
  readonly inputs: { readonly min: number; readonly max: number };
  /** How many results these parameters lead to, for pricing and for checking the delivery. */
  outputCount(parameters: Readonly<Record<string, unknown>>, inputCount: number): number;
  /** The task fails and is refunded when it has not ended this long after it was started. */
  readonly deadlineMs: number;
}

/** Identity with a type: keeps model files free of annotations. */
export function defineModel(model: ModelDefinition): ModelDefinition {
  return model;
}
