import type { EntryType } from '@atelier/shared/contracts/credit';
import { DEFAULT_PAGE_SIZE } from '@atelier/shared/limits';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

export interface LedgerFilter {
  readonly type: EntryType | undefined;
  /** First page is 1. */
  readonly page: number;
}

/** One page of the ledger, newest first. The page before stays in sight while the next one is on its way. */
export function useLedger({ type, page }: LedgerFilter) {
  const query = { limit: DEFAULT_PAGE_SIZE, offset: (page - 1) * DEFAULT_PAGE_SIZE, type };
  return useQuery({
    queryKey: queryKeys.transactions(query),
    queryFn: ({ signal }) => api.getPage('/api/credits/transactions', { query, signal }),
    placeholderData: (previous) => previous,
  });
}
