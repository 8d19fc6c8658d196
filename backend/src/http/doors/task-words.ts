import type { Task } from '@atelier/shared/contracts/task';
import { ERRORS } from '@atelier/shared/errors';
import type { Locale } from '@atelier/shared/locales';

// What the doors with words of their own say alike.

/** Why there are no results; null while there may be some. For these doors a canceled task is a failed one. */
export const failureTextOf = (task: Task, locale: Locale): string | null =>
  task.status === 'canceled' ? ERRORS.task_canceled.text[locale] : task.error;
