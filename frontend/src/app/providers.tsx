import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { listenForSessionLoss } from '../lib/api-client.ts';
import { isApiError } from '../lib/api-error.ts';
import { onLocaleChange } from '../lib/locale.ts';
import { queryKeys } from '../lib/query-keys.ts';
import './mantine-styles.ts';
import './theme.css';
import { cssVariables, theme } from './theme.ts';

const MAX_TRIES = 3;
const colorSchemes = localStorageColorSchemeManager({ key: 'atelier.color-scheme' });

/** Only what may go better next time is asked again; a refusal is shown at once. */
function shouldRetry(failures: number, error: Error): boolean {
  if (failures >= MAX_TRIES - 1) return false;
  return isApiError(error) ? error.status === 0 || error.status >= 500 : false;
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: shouldRetry, staleTime: 30_000, refetchOnWindowFocus: false } },
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);

  useEffect(() => {
    const stopSession = listenForSessionLoss(() => queryClient.setQueryData(queryKeys.session, null));
    // Server sentences are in the language they were asked in.
    const stopLocale = onLocaleChange(() => void queryClient.invalidateQueries());
    return () => {
      stopSession();
      stopLocale();
    };
  }, [queryClient]);

  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorSchemes}
        defaultColorScheme="auto"
      >
        {children}
      </MantineProvider>
    </QueryClientProvider>
  );
}
