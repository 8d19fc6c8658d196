import type { Provider } from '@atelier/shared/contracts/provider';

/** What an operator should know first of a provider. */
export type ProviderState = 'off' | 'noKey' | 'open' | 'halfOpen' | 'ready';

/** The first thing that keeps it from working, or `ready`. */
export function providerState({
  isActive,
  key,
  circuit,
}: Pick<Provider, 'isActive' | 'key' | 'circuit'>): ProviderState {
  if (!isActive) return 'off';
  if (key.source === 'none') return 'noKey';
  if (circuit.state === 'open') return 'open';
  return circuit.state === 'half_open' ? 'halfOpen' : 'ready';
}

export const TONES = {
  off: 'quiet',
  noKey: 'quiet',
  open: 'bad',
  halfOpen: 'active',
  ready: 'good',
} as const;
