import type { TaskPhase } from '@atelier/shared/contracts/admin-task';
import type { TaskEventType } from '@atelier/shared/contracts/event';
import type { TaskState } from '@atelier/shared/task-states';

/** One legal move of a task: from which phases, to which phase, what users then see and hear. */
export interface TaskMove {
  readonly from: readonly TaskPhase[];
  /** Narrows `ended`, which has three meanings. */
  readonly fromStatus?: TaskState;
  /** Whether the task must still be in its owner's sight: neither deleted nor erased. */
  readonly onlyKept?: true;
  readonly to: TaskPhase;
  readonly status: TaskState;
  readonly event: TaskEventType;
}

/**
 * The whole life of a task. Phases: `queued` waits for a worker; `submitting` is committed before the provider hears
 * of the task; `running` holds the vendor's handle; `collecting` stores results; `ended` is over.
 */
export const TASK_MOVES = {
  /** A worker takes it, or takes it again after a crash cut its start short. */
  submit: {
    from: ['queued', 'submitting', 'collecting'],
    to: 'submitting',
    status: 'processing',
    event: 'task.progressed',
  },
  /** The vendor accepted the work and gave a handle. */
  accept: { from: ['submitting'], to: 'running', status: 'processing', event: 'task.progressed' },
  /** Results exist and are being copied into our storage. */
  collect: {
    from: ['submitting', 'running'],
    to: 'collecting',
    status: 'processing',
    event: 'task.progressed',
  },
  /** Back in line: the worker stopped, or the provider or the storage asked to come later. */
  requeue: { from: ['submitting', 'collecting'], to: 'queued', status: 'pending', event: 'task.progressed' },
  /** Back in line: the vendor asked to come later when a relay brought it the start. It has nothing of the work. */
  resubmit: { from: ['running'], to: 'queued', status: 'pending', event: 'task.progressed' },
  /** Results are whole in our storage. */
  complete: { from: ['collecting'], to: 'ended', status: 'completed', event: 'task.completed' },
  fail: {
    from: ['queued', 'submitting', 'running', 'collecting'],
    to: 'ended',
    status: 'failed',
    event: 'task.failed',
  },
  cancel: {
    from: ['queued', 'submitting', 'running', 'collecting'],
    to: 'ended',
    status: 'canceled',
    event: 'task.canceled',
  },
  /** A paid new attempt at a task whose failure was refunded. */
  retry: {
    from: ['ended'],
    fromStatus: 'failed',
    onlyKept: true,
    to: 'queued',
    status: 'pending',
    event: 'task.progressed',
  },
} as const satisfies Record<string, TaskMove>;

export type TaskMoveName = keyof typeof TASK_MOVES;

/** Whether a task in this phase and state may make the move. */
export function isLegal(move: TaskMoveName, phase: TaskPhase, status: TaskState): boolean {
  const { from, fromStatus }: TaskMove = TASK_MOVES[move];
  return from.includes(phase) && (fromStatus === undefined || fromStatus === status);
}
