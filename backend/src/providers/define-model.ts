import type { LocalizedText } from '@atelier/shared/locales';
import type { CostRule, PriceRule } from '@atelier/shared/pricing';
import type { z } from 'zod';
import type { MediaType, ModelAtVendor } from './adapter.ts';
import type { PictureRuleSource } from './picture-rules.ts';

/** What a model can do, in the words people search by. */
export const FUNCTION_TAGS = [
  'text-to-image',
  'image-to-image',
  'image-editing',
  'background-removal',
  'upscale',
  'style-transfer',
  'color-enhancement',
  'product-cleaning',
  'model-poses',
  'text-to-video',
  'image-to-video',
  'video-extension',
  'video-editing',
  'text-to-speech',
] as const;
export type FunctionTag = (typeof FUNCTION_TAGS)[number];

export const FEATURE_TAGS = ['fast', 'high-quality', 'low-cost', 'with-sound', 'transparent'] as const;
export type FeatureTag = (typeof FEATURE_TAGS)[number];

/** Where a model stands in its life. Retired ones stay listed, take no orders and name who came after them. */
export type ModelLife =
  | { readonly state: 'active' }
  /** Exists at the vendor, but is off until an operator switches it on. */
  | { readonly state: 'inactive'; readonly reason: LocalizedText }
  /** `since` is a date, YYYY-MM-DD; `successor` a slug of the catalogue. */
  | { readonly state: 'retired'; readonly since: string; readonly successor: string | null };

/** What one task costs us at the vendor, in US dollars. */
export interface VendorCost extends CostRule {
  /** When the price was read, YYYY-MM-DD. */
  readonly asOf: string;
  /** Where it was read: the vendor's page, in words. */
  readonly source: string;
}

/** What an operator must say about his own account at the vendor before a model can work, such as a workflow's id. */
export interface ModelSettings {
  readonly schema: z.ZodType;
  /** The setting of the environment that holds it as JSON. */
  readonly environmentName: string;
  /** What stands there when the vendor is emulated. */
  readonly emulated: unknown;
}

/** One entry of the catalogue. Each lives in its own file, `providers/<vendor>/models/<slug>.ts`, as default export. */
export interface ModelDefinition<Vendor = unknown> extends ModelAtVendor {
  /** Stable public name; unique over all vendors. */
  readonly slug: string;
  /** What its vendor calls it, as the adapter sends it; for the local provider the picture operation. */
  readonly vendorModel: string;
  readonly vendor?: Vendor;
  /** Absent for models that need nothing but a key. */
  readonly settings?: ModelSettings;
  readonly label: LocalizedText;
  readonly description: LocalizedText;
  readonly outputType: MediaType;
  readonly functionTags: readonly FunctionTag[];
  readonly featureTags?: readonly FeatureTag[];
  readonly life?: ModelLife;
  /**
   * Every property carries form hints (`field()` in shared/parameter-form.ts) and, where sensible, a default. Text
   * models call theirs `prompt`, the wanted number of results `numberOfOutputs`; a field with the control `asset`
   * names a further input by its id, one with the control `task` the task to go on with.
   */
  readonly parameters: z.ZodObject;
  readonly priceRule: PriceRule;
  /** Absent for work on this machine. */
  readonly vendorCost?: VendorCost;
  /** How many inputs one task may carry, and of which kinds. Default: pictures. */
  readonly inputs: {
    readonly min: number;
    readonly max: number;
    readonly types?: readonly MediaType[];
    /** What the vendor takes as a picture. Larger ones are made to fit; what cannot be is refused before the order. */
    readonly pictures?: PictureRuleSource;
  };
  /** Slugs of models whose finished tasks this one can go on with, by a field with the control `task`. */
  readonly continues?: readonly string[];
  /** How many results these parameters lead to, for pricing and for checking the delivery. */
  outputCount(parameters: Readonly<Record<string, unknown>>, inputCount: number): number;
  /** What the vendor says a task takes, until this installation has figures of its own. Seconds. */
  readonly expectedSeconds?: number;
  /** The task fails and is refunded when it has not ended this long after it was started. */
  readonly deadlineMs: number;
}

/** Identity with a type: keeps model files free of annotations. */
export function defineModel<Vendor>(model: ModelDefinition<Vendor>): ModelDefinition<Vendor> {
  return model;
}
