import { TASK_STATES } from './task-states.ts';

/** What stands in one place of a batch: a task's state, or `missing` (not here yet), or `refused` (with a reason). */
export const BATCH_ITEM_STATES = ['missing', 'refused', ...TASK_STATES] as const;
export type BatchItemState = (typeof BATCH_ITEM_STATES)[number];
