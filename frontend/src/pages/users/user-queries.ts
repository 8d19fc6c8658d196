import type { AdjustCreditsRequest } from '@atelier/shared/contracts/loss';
import type { ChangeUserRequest } from '@atelier/shared/contracts/user';
import { DEFAULT_PAGE_SIZE } from '@atelier/shared/limits';
import type { Role, UserStateName } from '@atelier/shared/roles';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, nextOffset } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** What narrows the list down; what is left out does not. */
export interface UserFilter {
  /** A part of the e-mail address or the user name. */
  readonly search: string;
  readonly role: Role | undefined;
  readonly state: UserStateName | undefined;
}

/** Newest first, page by page. */
export function useUsers(filter: UserFilter) {
  return useInfiniteQuery({
    queryKey: queryKeys.userList(filter),
    queryFn: ({ pageParam, signal }) =>
      api.getPage('/api/admin/users', {
        query: {
          limit: DEFAULT_PAGE_SIZE,
          offset: pageParam,
          search: filter.search || undefined,
          role: filter.role,
          state: filter.state,
        },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: nextOffset,
    placeholderData: (previous) => previous,
  });
}

/** Who changed what about an account, newest first, page by page. */
export function useUserChanges(userId: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.userChanges(userId),
    queryFn: ({ pageParam, signal }) =>
      api.getPage('/api/admin/users/{userId}/changes', {
        path: { userId },
        query: { limit: DEFAULT_PAGE_SIZE, offset: pageParam },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: nextOffset,
    // What happened while it was not on screen belongs in it.
    staleTime: 0,
  });
}

function useRefresh() {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: queryKeys.users });
}

export function useChangeUser() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, wish }: { id: string; wish: ChangeUserRequest }) =>
      api.patch('/api/admin/users/{userId}', { path: { userId: id }, body: wish }),
    // Also after a refusal: another operator may have been quicker.
    onSettled: refresh,
  });
}

/** `idempotencyKey`: one per wish, so that a wish whose answer was lost on its way is not booked twice. */
export function useAdjustCredits() {
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ wish, idempotencyKey }: { wish: AdjustCreditsRequest; idempotencyKey: string }) =>
      api.post('/api/admin/credits/adjustments', { body: wish, idempotencyKey }),
    onSuccess: () => {
      refresh();
      // It may have been the operator's own account.
      void queryClient.invalidateQueries({ queryKey: queryKeys.credits });
    },
  });
}

export function useMakeResetLink() {
  return useMutation({
    mutationFn: (id: string) => api.post('/api/admin/users/{userId}/reset-link', { path: { userId: id } }),
    // The link must not outlive its dialog in the cache.
    gcTime: 0,
  });
}
