import type { Account, RegisterRequest, Session, SignInRequest } from '@atelier/shared/contracts/session';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { isApiError } from '../../lib/api-error.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { leaveSession, noteAccount } from './other-tabs.ts';

async function fetchAccount(): Promise<Account | null> {
  try {
    return await api.get('/api/auth/me');
  } catch (error) {
    if (isApiError(error) && error.status === 401) return null;
    throw error;
  }
}

/** While nobody can say who is signed in, the page has nothing to show, so it asks again by itself. */
const ASK_AGAIN_MS = 5_000;

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: queryKeys.session,
    queryFn: fetchAccount,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) =>
      state.status === 'error' && state.data === undefined ? ASK_AGAIN_MS : false,
  });
}

/** An operator gives memberships while nobody tells the page; whoever waits for one should not have to reload. */
const MEMBERSHIP_LOOK_MS = 20_000;

/** The account's membership, looked at again and again. */
export function useAwaitedMembership(): Account['membership'] {
  const { data } = useQuery({
    queryKey: queryKeys.session,
    queryFn: fetchAccount,
    staleTime: MEMBERSHIP_LOOK_MS,
    refetchInterval: MEMBERSHIP_LOOK_MS,
  });
  return data?.membership ?? null;
}

/** Takes over a new session. Somebody else's tasks must not shine through from the cache. */
export function useEnterSession() {
  const queryClient = useQueryClient();
  return (session: Session) => {
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== queryKeys.session[0] });
    queryClient.setQueryData(queryKeys.session, session.account);
  };
}

export function useSignIn() {
  const onSuccess = useEnterSession();
  return useMutation({
    mutationFn: (request: SignInRequest) => api.post('/api/auth/login', { body: request }),
    onSuccess,
  });
}

export function useRegister() {
  const onSuccess = useEnterSession();
  return useMutation({
    mutationFn: (request: RegisterRequest) => api.post('/api/auth/register', { body: request }),
    onSuccess,
  });
}

export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/auth/logout'),
    onSuccess: () => {
      noteAccount('');
      leaveSession(queryClient);
    },
  });
}
