import type { SetRetentionRuleRequest } from '@atelier/shared/contracts/retention';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** The rules, the general ones first. */
export function useRetentionRules() {
  return useQuery({
    queryKey: queryKeys.retentionRules,
    queryFn: ({ signal }) => api.get('/api/admin/retention', { signal }),
  });
}

/** What would be erased now: looked at when somebody asks, since it reads many rows. */
export function useRetentionPreview(isWanted: boolean) {
  return useQuery({
    queryKey: queryKeys.retentionPreview,
    queryFn: ({ signal }) => api.get('/api/admin/retention/preview', { signal }),
    enabled: isWanted,
    staleTime: 0,
  });
}

function useRefresh() {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: queryKeys.retention });
}

export function useSetRetentionRule() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (wish: SetRetentionRuleRequest) => api.put('/api/admin/retention', { body: wish }),
    onSuccess,
  });
}

export function useRemoveRetentionRule() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (id: string) => api.delete('/api/admin/retention/{ruleId}', { path: { ruleId: id } }),
    onSuccess,
  });
}

export function useRunRetention() {
  const onSuccess = useRefresh();
  return useMutation({ mutationFn: () => api.post('/api/admin/retention/run'), onSuccess });
}
