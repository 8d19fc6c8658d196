/**
 * Why a model takes no orders now, the reason nearest to its end first: a pause that ends by itself, a setting or a key
 * that the operator has not given, what he switched off, and what its vendor has retired.
 */
export const UNAVAILABLE_REASONS = [
  'circuit_open',
  'settings_missing',
  'no_key',
  'provider_off',
  'switched_off',
  'retired',
] as const;
export type UnavailableReason = (typeof UNAVAILABLE_REASONS)[number];

/** Why none of several models takes orders: what is nearest to its end. Null when one of them takes orders. */
export function commonReason(reasons: readonly (UnavailableReason | null)[]): UnavailableReason | null {
  if (reasons.includes(null)) return null;
  return UNAVAILABLE_REASONS.find((reason) => reasons.includes(reason)) ?? null;
}
