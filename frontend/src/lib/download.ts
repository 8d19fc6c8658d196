import { addressOf } from './api-client.ts';
import { currentLocale } from './locale.ts';

/** Has the browser save what the address serves as an attachment, without leaving the page. */
export function downloadFrom(url: string, name = ''): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Address of one zip with the results of several tasks; `newestOnly` as the server knows it. */
export function archiveUrl(taskIds: readonly string[], newestOnly = false): string {
  const [only] = taskIds;
  const language = currentLocale();
  if (taskIds.length === 1 && only)
    return addressOf('/api/tasks/{id}/archive', { path: { id: only }, query: { language } });
  return addressOf('/api/tasks/archive', {
    query: { ids: taskIds.join(','), language, ...(newestOnly && { newestOnly: 'true' as const }) },
  });
}
