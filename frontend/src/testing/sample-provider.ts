import type { Provider } from '@atelier/shared/contracts/provider';

/** A provider that works; `change` makes any other of it. */
export function sampleProvider(change: Partial<Provider> = {}): Provider {
  return {
    slug: 'kie',
    name: 'Kie.ai',
    label: { en: 'Kie.ai', 'zh-CN': 'Kie.ai' },
    platform: 'kie',
    website: 'https://kie.example',
    adapter: 'kie',
    endpoint: 'https://api.kie.example',
    customEndpoint: null,
    allowsPrivateAddress: false,
    key: { source: 'record', hint: 'ab12' },
    callbackSecret: { isSet: false, hint: null },
    signsCallbacks: true,
    canTest: true,
    keepsResults: true,
    pathPrefix: null,
    isActive: true,
    sortOrder: 0,
    usageCount: 12,
    modelCount: 2,
    unavailableReason: null,
    emulated: false,
    keyTest: null,
    figures: { ended: 10, successRate: 0.9, medianSeconds: 12, p95Seconds: 40, lastError: null },
    circuit: { state: 'closed', reason: null, openedAt: null, retryAt: null },
    ...change,
  };
}
