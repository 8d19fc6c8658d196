import type { UpdateProviderRequest } from '@atelier/shared/contracts/provider';
import type { ProviderRow } from '../db/provider-tables.ts';
import { AppError } from '../lib/app-error.ts';
import type { Connection, ConnectionRules } from '../providers/connection.ts';

// Keys are write-only. Whoever could send a stored one to a host of his choice could read it there.

/**
 * Whether the environment's key may go to an endpoint: only to the one it was given with and to the vendor itself.
 * Providers that ask for no key have none to keep.
 */
export function mayUseEnvironmentKey(endpoint: string, base: Connection, rules: ConnectionRules): boolean {
  if (rules.needsKey === false) return true;
  return [base.endpoint, rules.endpoint].some((known) => originOf(known) === originOf(endpoint));
}

/**
 * A key stays with the origin it was given for: an address elsewhere needs a key in the same request, or null to remove
 * the stored one. @throws AppError provider_key_needed
 */
export function refuseOtherOriginWithoutKey(
  row: ProviderRow,
  { endpoint, apiKey }: UpdateProviderRequest,
  { base, rules }: { base: Connection; rules: ConnectionRules },
): void {
  if (endpoint === undefined || apiKey !== undefined || rules.needsKey === false) return;
  // A stand-in's address is nobody's choice.
  const usual = base.isEmulated ? rules.endpoint : base.endpoint;
  const before = row.api_endpoint ?? usual;
  const after = endpoint ?? usual;
  if (originOf(before) === originOf(after)) return;
  const hasEnvironmentKey = base.key !== null && !base.isEmulated;
  const losesEnvironmentKey =
    hasEnvironmentKey &&
    mayUseEnvironmentKey(before, base, rules) &&
    !mayUseEnvironmentKey(after, base, rules);
  if (row.api_key_sealed !== null || losesEnvironmentKey) throw new AppError('provider_key_needed');
}

const originOf = (address: string): string => new URL(address).origin;
