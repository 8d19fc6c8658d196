import type { ListTasksQuery, Task } from '@atelier/shared/contracts/task';
import {
  TASK_API_CODES,
  type TaskApiPage,
  type TaskApiState,
  type TaskApiTask,
} from '@atelier/shared/contracts/task-api';
import { ERRORS, type ErrorCode } from '@atelier/shared/errors';
import type { Locale } from '@atelier/shared/locales';
import type { TaskState } from '@atelier/shared/task-states';
import { resultUrlsOf } from '../../db/task-results.ts';
import type { FailureWords } from '../failure-words.ts';
import { failureTextOf } from './task-words.ts';

/** Our words and those of seed B: translated here and nowhere else. */
const STATES: Readonly<Record<TaskState, TaskApiState>> = {
  pending: 'pending',
  processing: 'processing',
  completed: 'success',
  failed: 'failed',
  canceled: 'failed',
};

export const taskApiStateOf = (status: TaskState): TaskApiState => STATES[status];

/** Our states that this door's state stands for. */
export function statesFor(state: TaskApiState): NonNullable<ListTasksQuery['status']>[] {
  return (Object.keys(STATES) as TaskState[]).filter((status) => STATES[status] === state);
}

/** The names of settings at this door and at our models. */
const OUR_NAMES: Readonly<Record<string, string>> = { productDescription: 'description' };
const THEIR_NAMES = Object.fromEntries(Object.entries(OUR_NAMES).map(([theirs, ours]) => [ours, theirs]));

export const toOurParameters = (params: Task['parameters']): Task['parameters'] => renamed(params, OUR_NAMES);

function renamed(values: Task['parameters'], names: Readonly<Record<string, string>>): Task['parameters'] {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [names[name] ?? name, value]));
}

/** What the documented numbers mean in our list of codes, where the HTTP status does not say it. */
const NUMBERS: Partial<Record<ErrorCode, number>> = {
  membership_required: TASK_API_CODES.noMembership,
  credits_insufficient: TASK_API_CODES.noQuota,
  api_key_credits_limited: TASK_API_CODES.noQuota,
  account_not_found: TASK_API_CODES.noAccount,
  account_disabled: TASK_API_CODES.noAccount,
  // The address is a parameter of the caller's.
  url_fetch_failed: TASK_API_CODES.parametersWrong,
};
const NUMBERS_BY_STATUS: Readonly<Record<number, number>> = {
  400: TASK_API_CODES.parametersWrong,
  413: TASK_API_CODES.parametersWrong,
  415: TASK_API_CODES.parametersWrong,
  422: TASK_API_CODES.parametersWrong,
  401: TASK_API_CODES.notAllowed,
  403: TASK_API_CODES.notAllowed,
  404: TASK_API_CODES.notFound,
};

/** A number of the documented list, or else the HTTP status. */
export function taskApiCodeOf(code: ErrorCode): number {
  const { status } = ERRORS[code];
  return NUMBERS[code] ?? NUMBERS_BY_STATUS[status] ?? status;
}

/** `code` is the documented number; ours is beside it. */
export const taskApiFailure: FailureWords = (failure, { code }) => ({
  ...failure,
  code: taskApiCodeOf(code),
  errorCode: code,
});

/** A task as this door shows it. `toLink` makes links that work outside the page. */
export function presentTaskApi(task: Task, locale: Locale, toLink: (url: string) => string): TaskApiTask {
  const error = failureTextOf(task, locale);
  const [input] = task.inputs;
  return {
    id: task.id,
    type: task.taskType,
    status: STATES[task.status],
    inputImageUrl: input ? toLink(input.url) : '',
    params: renamed(task.parameters, THEIR_NAMES),
    resultUrls: resultUrlsOf(task, toLink),
    ...(error !== null && { errorMessage: error }),
    createdAt: task.createdAt,
    updatedAt: task.updatedAt,
    ...(task.completedAt !== null && { completedAt: task.completedAt }),
  };
}

/** The same in a list, which says less. */
export function presentInList({ params, errorMessage, ...task }: TaskApiTask): TaskApiPage['tasks'][number] {
  return task;
}
