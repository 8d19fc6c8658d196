import type {
  Provider,
  ProviderModel,
  UpdateModelRequest,
  UpdateProviderRequest,
} from '@atelier/shared/contracts/provider';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Figures move by themselves; no event tells of them. */
const REFRESH_MS = 20_000;

export function useProviders() {
  return useQuery({
    queryKey: queryKeys.providers,
    queryFn: ({ signal }) => api.get('/api/admin/providers', { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useProviderModels() {
  return useQuery({
    queryKey: queryKeys.providerModels,
    queryFn: ({ signal }) => api.get('/api/admin/models', { signal }),
  });
}

/** What people see of the models follows from what is decided here. */
function useForgetCatalogue() {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.models });
    void queryClient.invalidateQueries({ queryKey: queryKeys.taskTypes });
  };
}

export function useUpdateProvider(slug: string) {
  const queryClient = useQueryClient();
  const forgetCatalogue = useForgetCatalogue();
  return useMutation({
    mutationFn: (change: UpdateProviderRequest) =>
      api.patch('/api/admin/providers/{slug}', { path: { slug }, body: change }),
    onSuccess: (changed) => {
      queryClient.setQueryData<Provider[]>(queryKeys.providers, (known) =>
        known?.map((one) => (one.slug === slug ? changed : one)),
      );
      void queryClient.invalidateQueries({ queryKey: queryKeys.providerModels });
      forgetCatalogue();
    },
  });
}

/** Tries the key with the vendor's free call. */
export function useTestProvider(slug: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/admin/providers/{slug}/test', { path: { slug } }),
    // A good answer closes the circuit, so all of the provider is read again.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.providers }),
  });
}

export function useUpdateModel(slug: string) {
  const queryClient = useQueryClient();
  const forgetCatalogue = useForgetCatalogue();
  return useMutation({
    mutationFn: (change: UpdateModelRequest) =>
      api.patch('/api/admin/models/{slug}', { path: { slug }, body: change }),
    onSuccess: (changed) => {
      queryClient.setQueryData<ProviderModel[]>(queryKeys.providerModels, (known) =>
        known?.map((one) => (one.slug === slug ? changed : one)),
      );
      forgetCatalogue();
    },
  });
}
