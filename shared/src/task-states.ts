/** The public states of a task and the moves between them. Pure data; the task machine adds the inner phases. */
export const TASK_STATES = ['pending', 'processing', 'completed', 'failed', 'canceled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

const LEGAL_MOVES: Readonly<Record<TaskState, readonly TaskState[]>> = {
  // A task that no worker took fails without ever being processed; a restart puts a repeatable one back in line.
  pending: ['processing', 'failed', 'canceled'],
  processing: ['pending', 'completed', 'failed', 'canceled'],
  completed: [],
  // Only a paid retry leaves `failed`.
  failed: ['pending'],
  canceled: [],
};

/** Whether a task may go from one state to another in one step. */
export function canMove(from: TaskState, to: TaskState): boolean {
  return LEGAL_MOVES[from].includes(to);
}

/** Whether work on the task is over. A failed task is over until somebody pays for a retry. */
export function isEnded(state: TaskState): boolean {
  return state === 'completed' || state === 'failed' || state === 'canceled';
}
