import { TASK_STATES, type TaskState } from '@atelier/shared/task-states';

/** What the list of everybody's tasks is narrowed down to. It lives in the address, so it can be sent to a colleague. */
export interface TaskFilter {
  /** Number or id of a task, or id or e-mail address of a user. */
  readonly find: string;
  readonly status: TaskState | '';
  readonly provider: string;
  readonly model: string;
  readonly errorCode: string;
  /** Days here, both included, as `2026-11-30`; empty for no bound. */
  readonly from: string;
  readonly to: string;
  readonly deleted: boolean;
}

export const NO_FILTER: TaskFilter = {
  find: '',
  status: '',
  provider: '',
  model: '',
  errorCode: '',
  from: '',
  to: '',
  deleted: false,
};

const TEXTS = ['find', 'provider', 'model', 'errorCode'] as const;
const DAYS = ['from', 'to'] as const;

export function readFilter(parameters: URLSearchParams): TaskFilter {
  const textOf = (name: string) => (parameters.get(name) ?? '').trim().slice(0, 100);
  const dayOf = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(textOf(name)) ? textOf(name) : '');
  return {
    find: (parameters.get('find') ?? '').trim(),
    status: TASK_STATES.find((state) => state === parameters.get('status')) ?? '',
    provider: textOf('provider'),
    model: textOf('model'),
    errorCode: textOf('errorCode').slice(0, 64),
    from: dayOf('from'),
    to: dayOf('to'),
    deleted: parameters.get('deleted') === 'with',
  };
}

export function writeFilter(filter: Partial<TaskFilter>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const name of [...TEXTS, 'status', ...DAYS] as const) {
    const value = filter[name]?.trim();
    if (value) parameters.set(name, value);
  }
  if (filter.deleted) parameters.set('deleted', 'with');
  return parameters;
}

export const isFiltered = (filter: TaskFilter): boolean => writeFilter(filter).size > 0;

/** Whether somebody looks for one task by its number or id. */
const isTask = (find: string): boolean => /^(?:T\d{8}-|task_)/i.test(find);

/** As the server is asked. Days begin at midnight where the operator is. */
export function queryOf(filter: TaskFilter) {
  const { find, status, provider, model, errorCode, from, to, deleted } = filter;
  return {
    ...(find && (isTask(find) ? { task: find } : { user: find })),
    ...(status && { status }),
    ...(provider && { provider }),
    ...(model && { model }),
    ...(errorCode && { errorCode }),
    ...(from && { from: midnight(from, 0) }),
    ...(to && { to: midnight(to, 1) }),
    ...(deleted && { deleted: 'with' as const }),
  };
}

function midnight(day: string, daysLater: number): string {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
}
