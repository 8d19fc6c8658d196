import type { Account } from '@atelier/shared/contracts/session';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryKeys } from '../../lib/query-keys.ts';

/** All tabs share one session. Here stands whose it is; empty when somebody signed out. */
const ACCOUNT_KEY = 'atelier.account';

function notedAccount(): string | null {
  try {
    return localStorage.getItem(ACCOUNT_KEY);
  } catch (error) {
    console.warn('Other tabs cannot be asked who is signed in', error);
    return null;
  }
}

/** Tells all tabs whose session it is from now on. @param accountId empty when somebody signed out. */
export function noteAccount(accountId: string): void {
  try {
    if (notedAccount() !== accountId) localStorage.setItem(ACCOUNT_KEY, accountId);
  } catch (error) {
    console.warn('Other tabs cannot be told who is signed in', error);
  }
}

/** Nobody is signed in any more; what was read for the person before must not shine through. */
export function leaveSession(queryClient: QueryClient): void {
  queryClient.setQueryData(queryKeys.session, null);
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== queryKeys.session[0] });
}

/**
 * Follows a signing out or in of another tab: this one would go on showing one person's pictures and act for another.
 * A tab that slept over the news looks when it is in sight again.
 */
export function useOtherTabs(account: Account | null | undefined): void {
  const queryClient = useQueryClient();
  const accountId = account?.id;
  useEffect(() => {
    if (accountId) noteAccount(accountId);
  }, [accountId]);

  useEffect(() => {
    const look = () => {
      const known = queryClient.getQueryData<Account | null>(queryKeys.session);
      const noted = notedAccount();
      if (known === undefined || noted === null || noted === (known?.id ?? '')) return;
      if (known) leaveSession(queryClient);
      if (noted) void queryClient.invalidateQueries({ queryKey: queryKeys.session });
    };
    const onStorage = ({ key }: StorageEvent) => {
      if (key === ACCOUNT_KEY) look();
    };
    const onVisibility = () => {
      if (!document.hidden) look();
    };
    window.addEventListener('storage', onStorage);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      window.removeEventListener('storage', onStorage);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [queryClient]);
}
