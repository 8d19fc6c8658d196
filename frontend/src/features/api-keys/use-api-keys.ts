import type { CreateApiKeyRequest, UpdateApiKeyRequest } from '@atelier/shared/contracts/api-key';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** All keys of the account that matter: the ones that work or will again, then the latest revoked ones. */
export function useApiKeys() {
  return useQuery({
    queryKey: queryKeys.apiKeyList,
    queryFn: ({ signal }) => api.get('/api/keys', { signal }),
  });
}

/** The last thirty days of one key. */
export function useApiKeyUsage(keyId: string) {
  return useQuery({
    queryKey: queryKeys.apiKeyUsage(keyId),
    queryFn: ({ signal }) => api.get('/api/keys/{id}/usage', { path: { id: keyId }, signal }),
  });
}

function useRefresh() {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: queryKeys.apiKeys });
}

export interface KeyWish {
  readonly request: CreateApiKeyRequest;
  /** One per wish, so that a wish whose answer was lost on its way is not fulfilled twice. */
  readonly idempotencyKey: string;
}

/** Makes a key. The answer holds the secret and is kept nowhere but in the component that asked. */
export function useCreateApiKey() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ request, idempotencyKey }: KeyWish) =>
      api.post('/api/keys', { body: request, idempotencyKey }),
    onSuccess,
    gcTime: 0,
  });
}

export function useUpdateApiKey() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ keyId, change }: { keyId: string; change: UpdateApiKeyRequest }) =>
      api.patch('/api/keys/{id}', { path: { id: keyId }, body: change }),
    onSuccess,
  });
}

export function useRevokeApiKey() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (keyId: string) => api.delete('/api/keys/{id}', { path: { id: keyId } }),
    onSuccess,
  });
}
