import {
  API_KEY_SCOPES,
  type ApiKey,
  type ApiKeyScope,
  type ApiKeyState,
} from '@atelier/shared/contracts/api-key';
import type { ApiKeyRow } from '../db/tables.ts';

/** The stored form of scopes: in the order of the closed list, so that each set has one spelling. */
export function storedScopes(scopes: readonly ApiKeyScope[]): ApiKeyRow['scopes'] {
  if (!scopes.includes('create')) return 'read';
  return scopes.includes('read') ? 'read,create' : 'create';
}

export function scopesOf(row: Pick<ApiKeyRow, 'scopes'>): ApiKeyScope[] {
  const stored: readonly string[] = row.scopes.split(',');
  return API_KEY_SCOPES.filter((scope) => stored.includes(scope));
}

/** A key as its owner sees it. `now` is a moment in its stored form. */
export function presentApiKey(row: ApiKeyRow, month: ApiKey['month'], now: string): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    lastFour: row.last_four,
    scopes: scopesOf(row),
    state: stateOf(row, now),
    requestsPerMinute: row.requests_per_minute,
    creditsPerMonth: row.credits_per_month,
    month,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    lastUsedAddress: row.last_used_address,
  };
}

function stateOf(row: ApiKeyRow, now: string): ApiKeyState {
  if (row.revoked_at !== null) return 'revoked';
  return row.expires_at !== null && row.expires_at <= now ? 'expired' : 'active';
}
