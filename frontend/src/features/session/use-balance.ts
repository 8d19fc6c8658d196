import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** The account's credits; `credits.changed` events keep it fresh. */
export function useBalance(enabled = true) {
  return useQuery({
    queryKey: queryKeys.credits,
    queryFn: ({ signal }) => api.get('/api/credits', { signal }),
    enabled,
  });
}
