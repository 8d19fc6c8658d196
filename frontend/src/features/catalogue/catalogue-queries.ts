import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const STALE_AFTER_MS = 5 * 60_000;

/** The models with their parameter schemas and price rules. */
export function useModels() {
  return useQuery({
    queryKey: queryKeys.models,
    queryFn: ({ signal }) => api.get('/api/models', { signal }),
    staleTime: STALE_AFTER_MS,
  });
}

/** The recipes, each with its candidate models in order. */
export function useTaskTypes() {
  return useQuery({
    queryKey: queryKeys.taskTypes,
    queryFn: ({ signal }) => api.get('/api/task-types', { signal }),
    staleTime: STALE_AFTER_MS,
  });
}
