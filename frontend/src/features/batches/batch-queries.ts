import type { Batch } from '@atelier/shared/contracts/batch';
import { MAX_FILES_PER_BATCH } from '@atelier/shared/limits';
import { type QueryClient, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { eventStream } from '../../lib/event-stream.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** While no live line is open, lists with batches under way are read this often. */
const POLL_MS = 5_000;

const batchQuery = (batchId: string) =>
  queryOptions({
    queryKey: queryKeys.batch(batchId),
    queryFn: ({ signal }) => api.get('/api/batches/{id}', { path: { id: batchId }, signal }),
  });

/** One batch: counts, progress, credits. */
export function useBatch(batchId: string) {
  return useQuery(batchQuery(batchId));
}

/** One batch as the server has it now. */
export function fetchBatch(queryClient: QueryClient, batchId: string): Promise<Batch> {
  return queryClient.fetchQuery({ ...batchQuery(batchId), staleTime: 0 });
}

/** All pictures of a batch, in their order, in one request. */
export function useBatchItems(batchId: string) {
  return useQuery({
    queryKey: queryKeys.batchItems(batchId),
    queryFn: ({ signal }) =>
      api.get('/api/batches/{id}/items', {
        path: { id: batchId },
        query: { limit: MAX_FILES_PER_BATCH },
        signal,
      }),
  });
}

const isUnderWay = (batches: readonly Batch[]): boolean => batches.some(({ state }) => state !== 'ended');

/** The newest batches. */
export function useRecentBatches(limit: number) {
  return useQuery({
    queryKey: queryKeys.batchList({ limit }),
    queryFn: ({ signal }) => api.get('/api/batches', { query: { limit }, signal }),
    refetchInterval: (query) =>
      eventStream.state() !== 'open' && isUnderWay(query.state.data ?? []) ? POLL_MS : false,
  });
}

/** All batches, newest first, read on by cursor so that new ones do not shift the pages. */
export function useAllBatches(pageSize: number) {
  return useInfiniteQuery({
    queryKey: queryKeys.batchList({ view: 'all' }),
    queryFn: ({ pageParam, signal }) =>
      api.getPage('/api/batches', { query: { limit: pageSize, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.pagination.hasMore ? page.pagination.nextCursor : undefined),
    refetchInterval: (query) => {
      const pages = query.state.data?.pages ?? [];
      return eventStream.state() !== 'open' && pages.some(({ items }) => isUnderWay(items)) ? POLL_MS : false;
    },
  });
}
