import type { Provider } from '@atelier/shared/contracts/provider';
import { describe, expect, it } from 'vitest';
import { sampleProvider } from '../../testing/sample-provider.ts';
import { failureText } from './failure-text.ts';
import { changesOf, valuesOf } from './provider-form-values.ts';
import { providerState } from './provider-state.ts';

describe('providerState', () => {
  const open = { state: 'open', reason: null, openedAt: null, retryAt: null } as const;
  it.each<[string, Partial<Provider>]>([
    ['ready', {}],
    ['off', { isActive: false, key: { source: 'none', hint: null }, circuit: open }],
    ['noKey', { key: { source: 'none', hint: null }, circuit: open }],
    ['open', { circuit: open }],
    ['halfOpen', { circuit: { ...open, state: 'half_open' } }],
    ['ready', { key: { source: 'emulator', hint: null } }],
    ['notSetUp', { unavailableReason: 'settings_missing' }],
    ['noModels', { unavailableReason: 'switched_off' }],
  ])('is %s for %o', (state, change) => {
    expect(providerState(sampleProvider(change))).toBe(state);
  });
});

describe('changesOf', () => {
  const provider = sampleProvider({ customEndpoint: 'https://gate.example', pathPrefix: 'kie' });
  const values = valuesOf(provider);

  it('is nothing when nothing was typed; secrets begin empty', () => {
    expect([values.apiKey, values.callbackSecret]).toEqual(['', '']);
    expect(changesOf(provider, values)).toEqual({});
    expect(changesOf(provider, { ...values, name: ` ${values.name} ` })).toEqual({});
  });

  it('is only what differs; emptied texts go back to what is usual', () => {
    expect(changesOf(provider, { ...values, endpoint: '', pathPrefix: ' ', apiKey: ' new-key ' })).toEqual({
      endpoint: null,
      pathPrefix: null,
      apiKey: 'new-key',
    });
    expect(changesOf(provider, { ...values, keepsResults: false, sortOrder: 3 })).toEqual({
      keepsResults: false,
      sortOrder: 3,
    });
  });
});

describe('failureText', () => {
  it('says codes of the closed list in words and shows others as they are', () => {
    expect(failureText('vendor_unavailable')).toBe('The provider is not reachable right now.');
    expect(failureText('something_else')).toBe('something_else');
  });
});
