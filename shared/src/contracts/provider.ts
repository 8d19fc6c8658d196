import { z } from 'zod';
import { UNAVAILABLE_REASONS } from '../unavailable-reasons.ts';

const reasonSchema = z.enum(UNAVAILABLE_REASONS).nullable();
const labelSchema = z.object({ en: z.string(), 'zh-CN': z.string() });

/** How a provider does, from this installation's own tasks of the last day. */
export const providerFiguresSchema = z.object({
  /** Ended tasks that say something about the provider, at most the newest 500. */
  ended: z.int(),
  /** Share of them that were completed, 0 to 1; null without any. */
  successRate: z.number().nullable(),
  /** Seconds from start to end of completed ones. */
  medianSeconds: z.number().nullable(),
  p95Seconds: z.number().nullable(),
  lastError: z.object({ at: z.string(), code: z.string(), detail: z.string() }).nullable(),
});
export type ProviderFigures = z.infer<typeof providerFiguresSchema>;

/** What an order could stumble over, because the vendor has changed what a model takes. */
export const inputDifferenceSchema = z.object({
  /** Slug of our model. */
  model: z.string(),
  /** `unreadable`: the vendor's answer about the model could not be had or read. */
  kind: z.enum(['model_gone', 'field_gone', 'choice_gone', 'range_narrower', 'field_required', 'unreadable']),
  /** The vendor's name of the input field. */
  field: z.string().nullable(),
  /** The choice that is gone, the vendor's range, or its name of the model. */
  detail: z.string().nullable(),
});
export type InputDifference = z.infer<typeof inputDifferenceSchema>;

/** The last free call that tried the key. */
export const keyTestSchema = z.object({
  at: z.string(),
  isGood: z.boolean(),
  latencyMs: z.int(),
  /** What is left on the account, in the vendor's own words. */
  credit: z.string().nullable(),
  detail: z.string().nullable(),
  /** Null where the vendor does not publish what its models take, and after a refused key. */
  inputs: z.object({ compared: z.int(), differences: z.array(inputDifferenceSchema) }).nullable(),
});
export type KeyTest = z.infer<typeof keyTestSchema>;

/** A provider as operators see it. Keys are never shown, only where one comes from and how it ends. */
export const providerSchema = z.object({
  slug: z.string(),
  name: z.string(),
  /** What to call it in each language: the vendor's names, until an operator gives another one. */
  label: labelSchema,
  platform: z.string(),
  website: z.string().nullable(),
  adapter: z.string(),
  endpoint: z.string(),
  /** Null when the vendor's usual address is in force. */
  customEndpoint: z.string().nullable(),
  allowsPrivateAddress: z.boolean(),
  key: z.object({
    source: z.enum(['record', 'environment', 'emulator', 'none']),
    hint: z.string().nullable(),
  }),
  callbackSecret: z.object({ isSet: z.boolean(), hint: z.string().nullable() }),
  signsCallbacks: z.boolean(),
  /** Whether there is a free call that tries the key. */
  canTest: z.boolean(),
  /** Off: results are not copied here, only the vendor's link is kept. */
  keepsResults: z.boolean(),
  pathPrefix: z.string().nullable(),
  isActive: z.boolean(),
  sortOrder: z.int(),
  usageCount: z.int(),
  modelCount: z.int(),
  /** Why none of its models takes orders; null when one does. */
  unavailableReason: reasonSchema,
  emulated: z.boolean(),
  keyTest: keyTestSchema.nullable(),
  figures: providerFiguresSchema,
  circuit: z.object({
    state: z.enum(['closed', 'open', 'half_open']),
    reason: z.string().nullable(),
    openedAt: z.string().nullable(),
    retryAt: z.string().nullable(),
  }),
});
export type Provider = z.infer<typeof providerSchema>;

/** A part of an address in the storage, such as `kie`: letters, digits, `.`, `_` and `-`. */
const pathPrefixSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,40}$/i, 'letters, digits, dots and dashes');

export const updateProviderSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    /** Null goes back to the vendor's usual address. Another origin needs `apiKey` in the same request. */
    endpoint: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .nullable(),
    allowsPrivateAddress: z.boolean(),
    /** Write-only. Null removes the stored key; then the environment's counts again. */
    apiKey: z.string().trim().min(4).max(500).nullable(),
    /** Write-only. */
    callbackSecret: z.string().trim().min(4).max(500).nullable(),
    keepsResults: z.boolean(),
    pathPrefix: pathPrefixSchema.nullable(),
    isActive: z.boolean(),
    sortOrder: z.int().min(-1000).max(1000),
  })
  .partial();
export type UpdateProviderRequest = z.infer<typeof updateProviderSchema>;

/** A model as operators see it: what its file says and what this installation decided. */
export const providerModelSchema = z.object({
  slug: z.string(),
  provider: z.string(),
  label: labelSchema,
  outputType: z.enum(['image', 'video', 'audio']),
  life: z.enum(['active', 'inactive', 'retired']),
  /** Null: as its life says. */
  isActive: z.boolean().nullable(),
  available: z.boolean(),
  /** Why it takes no orders; null when it does. */
  unavailableReason: reasonSchema,
  /** The setting of the environment that it needs and does not have; null when none is missing. */
  missingSetting: z.string().nullable(),
  /** 100 is the catalogue's price; sums are rounded up to whole credits. */
  pricePercent: z.int(),
  /** Whole credits of the cheapest sensible order, with the percentage. */
  priceFrom: z.int(),
  sortOrder: z.int(),
  usageCount: z.int(),
  vendorCostAsOf: z.string().nullable(),
});
export type ProviderModel = z.infer<typeof providerModelSchema>;

export const updateModelSchema = z
  .strictObject({
    isActive: z.boolean().nullable(),
    pricePercent: z.int().min(1).max(10_000),
    sortOrder: z.int().min(-1000).max(1000),
  })
  .partial();
export type UpdateModelRequest = z.infer<typeof updateModelSchema>;
