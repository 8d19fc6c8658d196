import { useMutation } from '@tanstack/react-query';
import { addressOf, api } from '../../lib/api-client.ts';
import { downloadFrom } from '../../lib/download.ts';
import { currentLocale } from '../../lib/locale.ts';

/** Saves the whole ledger as a CSV file. The small request first renews a session, which a download cannot. */
export function useStatementDownload() {
  return useMutation({
    mutationFn: async () => {
      await api.get('/api/auth/me');
      downloadFrom(addressOf('/api/credits/statement.csv', { query: { language: currentLocale() } }));
    },
  });
}
