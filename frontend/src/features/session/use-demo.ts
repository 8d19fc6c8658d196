import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** The account every development installation starts with. */
export const DEMO_ACCOUNT = { email: 'test@example.com', password: 'atelier-demo' } as const;

/** Whether this installation was seeded with the demo account; its sign-in page then says so. */
export function useDemo(): boolean {
  const readiness = useQuery({
    queryKey: queryKeys.readiness,
    queryFn: ({ signal }) => api.get('/readyz', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return import.meta.env.DEV || readiness.data?.demo === true;
}
