import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** One's own files by id, in that order. Files that are gone are left out. */
export function useOwnAssets(ids: readonly string[]) {
  const query = useQuery({
    queryKey: queryKeys.assets(ids),
    queryFn: ({ signal }) => api.get('/api/assets', { query: { ids: ids.join(',') }, signal }),
    enabled: ids.length > 0,
    // A picture more must not make the others vanish for a moment.
    placeholderData: keepPreviousData,
  });
  const assets = (query.data ?? []).filter(({ id }) => ids.includes(id));
  return {
    assets,
    /** Whether the server has answered for just these ids, so that what is missing is gone. */
    isAnswered: ids.length === 0 || (query.data !== undefined && !query.isPlaceholderData),
    error: query.error,
    refetch: query.refetch,
  };
}
