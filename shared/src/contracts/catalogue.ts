import { z } from 'zod';
import type { LocalizedText } from '../locales.ts';
import type { ParameterSchema } from '../parameter-form.ts';
import type { PriceRule } from '../pricing.ts';
import type { UnavailableReason } from '../unavailable-reasons.ts';
import { createTaskSchema } from './task.ts';

/** One entry of `GET /api/models`. */
export interface CatalogueModel {
  readonly slug: string;
  readonly provider: string;
  /** What to call the provider: as its operator named it, else as it calls itself. */
  readonly providerLabel: LocalizedText;
  readonly label: LocalizedText;
  readonly description: LocalizedText;
  readonly outputType: 'image' | 'video' | 'audio';
  readonly functionTags: readonly string[];
  readonly featureTags: readonly string[];
  readonly life: CatalogueLife;
  readonly parameters: ParameterSchema;
  readonly priceRule: PriceRule;
  /** Results one input leads to at most; with parameters that choose, the largest choice. */
  readonly inputs: {
    readonly min: number;
    readonly max: number;
    readonly types: readonly ('image' | 'video' | 'audio')[];
  };
  /** Models whose finished tasks it can go on with. */
  readonly continues: readonly string[];
  /** Median seconds per task on this installation over the last finished tasks; null when none is known. */
  readonly typicalSeconds: number | null;
  /** Whether it takes orders now. */
  readonly available: boolean;
  /** Why it does not; null when it does. */
  readonly unavailableReason: UnavailableReason | null;
  /** A stand-in answers instead of the vendor, and its results say so. */
  readonly emulated: boolean;
}

/** Where a model stands in its life; retired ones name who came after them. */
export interface CatalogueLife {
  readonly state: 'active' | 'inactive' | 'retired';
  /** YYYY-MM-DD, of retired ones. */
  readonly since: string | null;
  readonly successor: string | null;
}

/** One entry of `GET /api/task-types`: a recipe and its candidate models in order. */
export interface CatalogueTaskType {
  readonly slug: string;
  readonly label: LocalizedText;
  readonly description: LocalizedText;
  readonly models: readonly string[];
  /** The first available candidate; null when none is. */
  readonly defaultModel: string | null;
  /** Why no candidate is; null when one is. */
  readonly unavailableReason: UnavailableReason | null;
  /** Only for people with a running membership. */
  readonly needsMembership: boolean;
  /** What a model with a `prompt` is told when an order brings none; null where the caller has to find the words. */
  readonly prompt: string | null;
}

export const quoteRequestSchema = createTaskSchema
  .pick({ taskType: true, model: true, parameters: true })
  .extend({ inputCount: z.int().min(0).max(100).default(1) });
export type QuoteRequest = z.input<typeof quoteRequestSchema>;

export const quoteSchema = z.object({
  taskType: z.string(),
  model: z.string(),
  credits: z.int().min(1),
  balance: z.int().min(0),
  affordable: z.boolean(),
  typicalSeconds: z.number().nullable(),
});
export type Quote = z.infer<typeof quoteSchema>;
