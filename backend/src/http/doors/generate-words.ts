import type { Generation, GenerationState } from '@atelier/shared/contracts/generate-api';
import type { Task } from '@atelier/shared/contracts/task';
import { ERRORS } from '@atelier/shared/errors';
import type { Locale } from '@atelier/shared/locales';
import type { TaskState } from '@atelier/shared/task-states';

/** Our words and those of seed C: translated here and nowhere else. */
const STATES: Readonly<Record<TaskState, GenerationState>> = {
  pending: 'pending',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  canceled: 'failed',
};

/** A task as this door shows it. `toLink` makes links that work outside the page. */
export function presentGeneration(task: Task, locale: Locale, toLink: (url: string) => string): Generation {
  const results = [...task.resultUrls.map(toLink), ...task.links.map(({ url }) => url)];
  const error = task.status === 'canceled' ? ERRORS.task_canceled.text[locale] : task.error;
  return { taskId: task.id, status: STATES[task.status], result: results[0] ?? null, results, error };
}
