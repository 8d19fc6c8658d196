import type { Provider } from '@atelier/shared/contracts/provider';

/** What an operator should know first of a provider. */
export type ProviderState = 'off' | 'noKey' | 'open' | 'halfOpen' | 'notSetUp' | 'noModels' | 'ready';

/** The first thing that keeps it from working, or `ready`. */
export function providerState({
  isActive,
  key,
  circuit,
  unavailableReason,
}: Pick<Provider, 'isActive' | 'key' | 'circuit' | 'unavailableReason'>): ProviderState {
  if (!isActive) return 'off';
  if (key.source === 'none') return 'noKey';
  if (circuit.state === 'open') return 'open';
  if (circuit.state === 'half_open') return 'halfOpen';
  if (unavailableReason === 'settings_missing') return 'notSetUp';
  return unavailableReason === null ? 'ready' : 'noModels';
}

export const TONES = {
  off: 'quiet',
  noKey: 'quiet',
  open: 'bad',
  halfOpen: 'active',
  notSetUp: 'quiet',
  noModels: 'quiet',
  ready: 'good',
} as const;
