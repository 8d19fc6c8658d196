import type { GrantMembershipRequest } from '@atelier/shared/contracts/membership';
import { DEFAULT_PAGE_SIZE } from '@atelier/shared/limits';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, nextOffset } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Newest first, page by page. `search` is a part of the e-mail address; empty for all. */
export function useMemberships(search: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.membershipList(search),
    queryFn: ({ pageParam, signal }) =>
      api.getPage('/api/admin/memberships', {
        query: { limit: DEFAULT_PAGE_SIZE, offset: pageParam, search: search || undefined },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: nextOffset,
    placeholderData: (previous) => previous,
  });
}

/** An operator's own membership may be the one that changed. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.memberships });
    void queryClient.invalidateQueries({ queryKey: queryKeys.session });
  };
}

/** One per wish, so that a wish whose answer was lost on its way is not fulfilled twice. */
interface OnceOnly {
  readonly idempotencyKey: string;
}

export function useGrantMembership() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ wish, idempotencyKey }: OnceOnly & { wish: GrantMembershipRequest }) =>
      api.post('/api/admin/memberships', { body: wish, idempotencyKey }),
    onSuccess,
  });
}

export function useRenewMembership() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: ({ id, months, idempotencyKey }: OnceOnly & { id: string; months: number }) =>
      api.post('/api/admin/memberships/{membershipId}/renew', {
        path: { membershipId: id },
        body: { months },
        idempotencyKey,
      }),
    onSuccess,
  });
}

export function useEndMembership() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      api.post('/api/admin/memberships/{membershipId}/end', { path: { membershipId: id } }),
    onSuccess,
  });
}
