import { z } from 'zod';
import {
  DEFAULT_API_KEY_USAGE_DAYS,
  MAX_API_KEY_CREDITS,
  MAX_API_KEY_NAME_CHARACTERS,
  MAX_API_KEY_REQUESTS_PER_MINUTE,
  MAX_API_KEY_USAGE_DAYS,
} from '../limits.ts';

/**
 * What an API key may do. `read`: whatever GET shows of its owner's things. `create`: quotes, and everything that makes
 * or changes tasks. The list is closed: no scope reaches the account, its keys or anything for operators.
 */
export const API_KEY_SCOPES = ['read', 'create'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

export const API_KEY_STATES = ['active', 'expired', 'revoked'] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

const nameSchema = z.string().trim().min(1).max(MAX_API_KEY_NAME_CHARACTERS);
/** A moment (ISO 8601 with offset or Z); null for never. */
const expirySchema = z.iso.datetime({ offset: true }).nullable();
/** Null for no limit of the key's own; those of the account hold all the same. */
const requestsSchema = z.int().min(1).max(MAX_API_KEY_REQUESTS_PER_MINUTE).nullable();
/** Credits per calendar month in UTC; null for no limit. */
const spendingSchema = z.int().min(1).max(MAX_API_KEY_CREDITS).nullable();

export const createApiKeySchema = z.strictObject({
  name: nameSchema,
  scopes: z
    .array(z.enum(API_KEY_SCOPES))
    .min(1)
    .max(API_KEY_SCOPES.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'must not repeat'),
  expiresAt: expirySchema.default(null),
  requestsPerMinute: requestsSchema.default(null),
  creditsPerMonth: spendingSchema.default(null),
});
export type CreateApiKeyRequest = z.input<typeof createApiKeySchema>;

/** Fields that are left out stay as they are. Scopes never change: what a key may do is known from its birth. */
export const updateApiKeySchema = z.strictObject({
  name: nameSchema.optional(),
  expiresAt: expirySchema.optional(),
  requestsPerMinute: requestsSchema.optional(),
  creditsPerMonth: spendingSchema.optional(),
});
export type UpdateApiKeyRequest = z.input<typeof updateApiKeySchema>;

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters of the secret, `atl_` included, and its last four: enough to tell keys apart. */
  prefix: z.string(),
  lastFour: z.string(),
  scopes: z.array(z.enum(API_KEY_SCOPES)),
  state: z.enum(API_KEY_STATES),
  requestsPerMinute: z.int().nullable(),
  creditsPerMonth: z.int().nullable(),
  /** This calendar month in UTC: `held` is set aside for running tasks, `spent` was charged. */
  month: z.object({
    startsAt: z.string(),
    /** The next month's first moment, when the limit begins anew. */
    endsAt: z.string(),
    tasks: z.int(),
    held: z.int(),
    spent: z.int(),
  }),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  /** Up to a minute behind. */
  lastUsedAt: z.string().nullable(),
  lastUsedAddress: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** Answer of creation. */
export const createdApiKeySchema = z.object({
  key: apiKeySchema,
  /** The key itself, shown this once. Null when the request repeats an earlier one by its Idempotency-Key. */
  secret: z.string().nullable(),
});
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;

export const apiKeyUsageQuerySchema = z.object({
  days: z.int().min(1).max(MAX_API_KEY_USAGE_DAYS).default(DEFAULT_API_KEY_USAGE_DAYS),
});

/** One day in UTC. Credits count on the day on which they were set aside; what comes back is taken off that day. */
export const apiKeyDaySchema = z.object({
  /** `2026-11-30` */
  day: z.iso.date(),
  /** Tasks begun, retries included. */
  tasks: z.int(),
  held: z.int(),
  spent: z.int(),
});
export type ApiKeyDay = z.infer<typeof apiKeyDaySchema>;

export const apiKeyUsageSchema = z.object({
  key: apiKeySchema,
  /** Every day up to today, the oldest first. */
  days: z.array(apiKeyDaySchema),
});
export type ApiKeyUsage = z.infer<typeof apiKeyUsageSchema>;
