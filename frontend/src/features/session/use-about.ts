import type { About } from '@atelier/shared/contracts/about';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** The account every development installation starts with. */
export const DEMO_ACCOUNT = { email: 'test@example.com', password: 'atelier-demo' } as const;

/** What this installation says about itself; undefined until it is known. */
export function useAbout(): About | undefined {
  const about = useQuery({
    queryKey: queryKeys.about,
    queryFn: ({ signal }) => api.get('/api/about', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return about.data;
}
