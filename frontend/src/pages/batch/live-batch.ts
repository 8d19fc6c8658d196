import type { Batch, BatchItem, BatchState } from '@atelier/shared/contracts/batch';
import type { TaskEventData } from '@atelier/shared/contracts/event';
import { isEnded, type TaskState } from '@atelier/shared/task-states';
import { stepOf } from '../../lib/task-step.ts';

const isSettled = (item: BatchItem, isOpen: boolean): boolean => {
  if (item.state === 'missing') return !isOpen;
  return item.state === 'refused' || isEnded(item.state);
};

/** What an event tells of one picture, without asking the server. Only a retry wakes what has ended. */
export function withEvent(items: readonly BatchItem[], data: TaskEventData): BatchItem[] {
  return items.map((item) => {
    if (item.taskId !== data.taskId || item.state === data.status) {
      return item.taskId === data.taskId ? withProgress(item, data) : item;
    }
    const hasEnded = item.state !== 'missing' && item.state !== 'refused' && isEnded(item.state);
    return hasEnded && data.status !== 'pending' ? item : withProgress(item, data);
  });
}

function withProgress(item: BatchItem, { status, progress, step }: TaskEventData): BatchItem {
  const queuePosition = status === 'pending' ? item.queuePosition : null;
  return { ...item, state: status, progress, step: stepOf(step), queuePosition };
}

function stateOf({ isOpen }: Batch, counts: Batch['counts']): BatchState {
  if (counts.missing > 0 && isOpen) return 'receiving';
  return counts.pending + counts.processing > 0 ? 'running' : 'ended';
}

/** The batch with counts, state and progress as its pictures, which follow the events, have them now. */
export function liveBatch(batch: Batch, items: readonly BatchItem[] | undefined): Batch {
  if (!items || items.length < batch.fileCount) return batch;
  const counts = { ...batch.counts };
  for (const state of Object.keys(counts) as (keyof typeof counts)[]) {
    counts[state] = items.filter((item) => item.state === state).length;
  }
  const state = stateOf(batch, counts);
  const done = items.reduce((sum, item) => sum + (isSettled(item, batch.isOpen) ? 100 : item.progress), 0);
  const progress = state === 'ended' ? 100 : Math.min(99, Math.floor(done / batch.fileCount));
  return { ...batch, counts, state, progress };
}

/** The part of the bar that each kind of picture fills, in percent. Live ones fill what they have done. */
export function barParts(
  batch: Batch,
  items: readonly BatchItem[] | undefined,
): { good: number; bad: number; quiet: number; live: number } {
  const { counts, fileCount } = batch;
  const share = (count: number): number => (100 * count) / fileCount;
  const isLive = ({ state }: BatchItem): boolean => state === 'pending' || state === 'processing';
  const live = (items ?? []).filter(isLive).reduce((sum, { progress }) => sum + progress / 100, 0);
  return {
    good: share(counts.completed),
    bad: share(counts.failed + counts.refused),
    quiet: share(counts.canceled),
    live: share(live),
  };
}

/** Refused for lack of credits, not for what the picture is: it may well be taken the next time. */
const PASSING: ReadonlySet<string | null> = new Set([
  'credits_insufficient',
  'batch_cap_reached',
  'api_key_credits_limited',
  'price_changed',
]);

export const isPassingRefusal = (code: string | null | undefined): boolean => PASSING.has(code ?? null);

/** Whether the place still waits for its picture. */
export function isAwaited({ state, errorCode }: BatchItem): boolean {
  return state === 'missing' || (state === 'refused' && isPassingRefusal(errorCode));
}

/** Which task states a picture can be in; `missing` and `refused` are not among them. */
export function taskStateOf({ state }: Pick<BatchItem, 'state'>): TaskState | undefined {
  return state === 'missing' || state === 'refused' ? undefined : state;
}
