import { useMutation } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { archiveUrl, downloadFrom } from '../../lib/download.ts';

/**
 * Saves one zip of the results of these tasks. A download cannot renew a session that ran out, so a small request
 * that can goes first.
 */
export function useArchiveDownload({ newestOnly = false } = {}) {
  return useMutation({
    mutationFn: async (taskIds: readonly string[]) => {
      await api.get('/api/auth/me');
      downloadFrom(archiveUrl(taskIds, newestOnly));
    },
  });
}
