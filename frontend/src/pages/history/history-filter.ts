import { TASK_STATES, type TaskState } from '@atelier/shared/task-states';

/** What the list is narrowed to. It lives in the address, so it survives reload, back, and sharing. */
export interface HistoryFilter {
  readonly status: TaskState | undefined;
  /** Slug of a recipe. */
  readonly type: string | undefined;
}

export function readFilter(parameters: URLSearchParams): HistoryFilter {
  return {
    status: TASK_STATES.find((state) => state === parameters.get('status')),
    type: parameters.get('type') || undefined,
  };
}

export function writeFilter({ status, type }: HistoryFilter): URLSearchParams {
  const parameters = new URLSearchParams();
  if (status) parameters.set('status', status);
  if (type) parameters.set('type', type);
  return parameters;
}

export function isFiltered({ status, type }: HistoryFilter): boolean {
  return status !== undefined || type !== undefined;
}
