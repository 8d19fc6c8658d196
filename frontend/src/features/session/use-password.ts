import type { ChangePasswordRequest, ResetPasswordRequest } from '@atelier/shared/contracts/session';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useEnterSession } from './use-session.ts';

/** Ends every other session; the answer brings this browser the cookies with which it goes on. */
export function useChangePassword() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: ChangePasswordRequest) => api.post('/api/auth/password', { body: request }),
    onSuccess: ({ account }) => queryClient.setQueryData(queryKeys.session, account),
  });
}

/** Sets a password by a one-time link and signs in. */
export function useResetPassword() {
  const onSuccess = useEnterSession();
  return useMutation({
    mutationFn: (request: ResetPasswordRequest) => api.post('/api/auth/reset', { body: request }),
    onSuccess,
  });
}
