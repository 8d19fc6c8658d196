import type {
  ApiKey,
  ApiKeyScope,
  CreateApiKeyRequest,
  UpdateApiKeyRequest,
} from '@atelier/shared/contracts/api-key';
import { MAX_API_KEY_CREDITS, MAX_API_KEY_REQUESTS_PER_MINUTE } from '@atelier/shared/limits';
import { isApiError } from '../../lib/api-error.ts';

const DAY_MS = 24 * 60 * 60_000;

/** `keep` leaves the expiry of an existing key as it is; numbers are days from now. */
export type ExpiryChoice = 'keep' | 'never' | '30' | '90' | '365';
export const EXPIRY_CHOICES: readonly ExpiryChoice[] = ['30', '90', '365', 'never'];

export interface KeyFormValues {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiry: ExpiryChoice;
  /** As typed; empty for no limit. */
  readonly creditsPerMonth: string;
  readonly requestsPerMinute: string;
}

export type KeyField = 'name' | 'scopes' | 'expiresAt' | 'creditsPerMonth' | 'requestsPerMinute';

/** What is wrong with a field: a key of the texts below `fault`. */
export type KeyFault = 'name' | 'scopes' | 'number';
export type KeyFaults = Partial<Record<KeyField, KeyFault>>;

const LIMITS = {
  creditsPerMonth: MAX_API_KEY_CREDITS,
  requestsPerMinute: MAX_API_KEY_REQUESTS_PER_MINUTE,
} as const;

/** The scopes in the order of the page. Only the type is imported: the contract's list comes with its zod schemas. */
const SCOPES: Readonly<Record<ApiKeyScope, true>> = { read: true, create: true };
const isScope = (value: string): value is ApiKeyScope => Object.hasOwn(SCOPES, value);
export const KEY_SCOPES: readonly ApiKeyScope[] = Object.keys(SCOPES).filter(isScope);

export const NEW_KEY: KeyFormValues = {
  name: '',
  scopes: ['read', 'create'],
  expiry: '365',
  creditsPerMonth: '',
  requestsPerMinute: '',
};

export function valuesOf(key: ApiKey): KeyFormValues {
  return {
    name: key.name,
    scopes: key.scopes,
    expiry: 'keep',
    creditsPerMonth: key.creditsPerMonth === null ? '' : String(key.creditsPerMonth),
    requestsPerMinute: key.requestsPerMinute === null ? '' : String(key.requestsPerMinute),
  };
}

/** Empty when everything can be sent. */
export function faultsIn(values: KeyFormValues): KeyFaults {
  const faults: KeyFaults = {};
  if (values.name.trim() === '') faults.name = 'name';
  if (values.scopes.length === 0) faults.scopes = 'scopes';
  for (const field of ['creditsPerMonth', 'requestsPerMinute'] as const) {
    const limit = limitOf(values[field]);
    if (limit !== null && !(Number.isInteger(limit) && limit >= 1 && limit <= LIMITS[field]))
      faults[field] = 'number';
  }
  return faults;
}

function limitOf(typed: string): number | null {
  return typed.trim() === '' ? null : Number(typed);
}

const limitsOf = (values: KeyFormValues) => ({
  creditsPerMonth: limitOf(values.creditsPerMonth),
  requestsPerMinute: limitOf(values.requestsPerMinute),
});

/** `nowMs` is the current time in Unix milliseconds. */
export function createRequestOf(values: KeyFormValues, nowMs: number): CreateApiKeyRequest {
  const { name, scopes, expiry } = values;
  const expiresAt = expiry === 'never' || expiry === 'keep' ? null : inDays(expiry, nowMs);
  return { name: name.trim(), scopes: [...scopes], expiresAt, ...limitsOf(values) };
}

export function updateRequestOf(values: KeyFormValues, nowMs: number): UpdateApiKeyRequest {
  const { name, expiry } = values;
  const expiresAt = expiry === 'never' ? null : expiry === 'keep' ? undefined : inDays(expiry, nowMs);
  return { name: name.trim(), ...(expiresAt !== undefined && { expiresAt }), ...limitsOf(values) };
}

function inDays(days: string, nowMs: number): string {
  return new Date(nowMs + Number(days) * DAY_MS).toISOString();
}

/** The server's words about single fields; undefined when a refusal is about the whole. */
export function fieldErrorsOf(error: unknown): Partial<Record<KeyField, string>> | undefined {
  if (!isApiError(error, 'request_invalid') || error.errors.length === 0) return undefined;
  return Object.fromEntries(error.errors.map(({ field, message }) => [field, message]));
}
