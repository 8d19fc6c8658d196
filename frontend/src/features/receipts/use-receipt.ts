import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** The chain of ledger entries of one task; live events have it read again when the task moves on. */
export function useReceipt(taskId: string) {
  return useQuery({
    queryKey: queryKeys.receipt(taskId),
    queryFn: ({ signal }) => api.get('/api/tasks/{id}/receipt', { path: { id: taskId }, signal }),
  });
}
