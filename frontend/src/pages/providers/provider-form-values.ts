import type { Provider, UpdateProviderRequest } from '@atelier/shared/contracts/provider';

/** The form as it is typed. Secrets begin empty: they are written, never read. */
export interface ProviderFormValues {
  readonly name: string;
  readonly endpoint: string;
  readonly allowsPrivateAddress: boolean;
  readonly apiKey: string;
  readonly callbackSecret: string;
  readonly keepsResults: boolean;
  readonly pathPrefix: string;
  readonly sortOrder: number;
}

export function valuesOf(provider: Provider): ProviderFormValues {
  return {
    name: provider.name,
    endpoint: provider.customEndpoint ?? '',
    allowsPrivateAddress: provider.allowsPrivateAddress,
    apiKey: '',
    callbackSecret: '',
    keepsResults: provider.keepsResults,
    pathPrefix: provider.pathPrefix ?? '',
    sortOrder: provider.sortOrder,
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Only what differs from the provider as it is, so that nothing typed elsewhere is put back. */
export function changesOf(provider: Provider, values: ProviderFormValues): UpdateProviderRequest {
  const before = valuesOf(provider);
  return {
    ...(values.name.trim() !== before.name && { name: values.name.trim() }),
    ...(values.endpoint.trim() !== before.endpoint && { endpoint: orNull(values.endpoint) }),
    ...(values.allowsPrivateAddress !== before.allowsPrivateAddress && {
      allowsPrivateAddress: values.allowsPrivateAddress,
    }),
    ...(values.apiKey.trim() !== '' && { apiKey: values.apiKey.trim() }),
    ...(values.callbackSecret.trim() !== '' && { callbackSecret: values.callbackSecret.trim() }),
    ...(values.keepsResults !== before.keepsResults && { keepsResults: values.keepsResults }),
    ...(values.pathPrefix.trim() !== before.pathPrefix && { pathPrefix: orNull(values.pathPrefix) }),
    ...(values.sortOrder !== before.sortOrder && { sortOrder: values.sortOrder }),
  };
}
