import type { Generation, GenerationState } from '@atelier/shared/contracts/generate-api';
import type { Task } from '@atelier/shared/contracts/task';
import type { Locale } from '@atelier/shared/locales';
import type { TaskState } from '@atelier/shared/task-states';
import { resultUrlsOf } from '../../db/task-results.ts';
import { failureTextOf } from './task-words.ts';

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
  const results = resultUrlsOf(task, toLink);
  return {
    taskId: task.id,
    status: STATES[task.status],
    result: results[0] ?? null,
    results,
    error: failureTextOf(task, locale),
  };
}
