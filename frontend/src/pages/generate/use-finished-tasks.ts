import { useInfiniteQuery } from '@tanstack/react-query';
import { fetchTasks } from '../../features/tasks/task-queries.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const PAGE_SIZE = 24;

/** Finished tasks, newest first, a page at a time; of one model or of all. */
export function useFinishedTasks(model: string | undefined, enabled = true) {
  const filter = { status: 'completed', limit: PAGE_SIZE, ...(model && { model }) } as const;
  const query = useInfiniteQuery({
    queryKey: queryKeys.taskList({ ...filter, pages: true }),
    queryFn: ({ pageParam, signal }) =>
      fetchTasks({ ...filter, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ pagination }) => pagination.nextCursor,
    enabled,
  });
  return { tasks: query.data?.pages.flatMap(({ items }) => items) ?? [], query };
}
