import type { BatchFileOutcome, BatchItem } from '@atelier/shared/contracts/batch';

/** The pictures of a batch after some arrived, as the answer to their upload tells: each has a task that waits. */
export function withArrived(
  items: readonly BatchItem[],
  outcomes: readonly BatchFileOutcome[],
): readonly BatchItem[] {
  const tasks = new Map(outcomes.map(({ position, taskId }) => [position, taskId]));
  return items.map((item) => {
    const taskId = tasks.get(item.position);
    // A list that was read in between knows more than the answer.
    return taskId && item.taskId === null ? { ...item, taskId, state: 'pending' } : item;
  });
}
