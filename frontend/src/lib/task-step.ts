import { isTaskStep, TASK_STEPS } from '@atelier/shared/task-steps';
import { currentLocale } from './locale.ts';

/** The step of a live event as a task carries it: key and a label in the page's language. */
export function stepOf(key: string | null): { key: string; label: string } | null {
  if (key === null) return null;
  return { key, label: isTaskStep(key) ? TASK_STEPS[key][currentLocale()] : key };
}
