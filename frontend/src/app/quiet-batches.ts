import type { LiveEvent } from '@atelier/shared/contracts/event';

/** While anything of a batch moves, its events come more often than this. */
const QUIET_MS = 2_500;

/**
 * Watches batches through the events of their tasks and calls back with one that has fallen silent: it has ended, or
 * it waits. Two hundred ends thus lead to one look at the batch. `stop` forgets all.
 */
export function watchBatches(onQuiet: (batchId: string) => void): {
  readonly onEvent: (event: LiveEvent) => void;
  readonly stop: () => void;
} {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  return {
    onEvent: ({ data }) => {
      const batchId = 'batchId' in data ? data.batchId : null;
      if (batchId === null) return;
      clearTimeout(timers.get(batchId));
      timers.set(
        batchId,
        setTimeout(() => {
          timers.delete(batchId);
          onQuiet(batchId);
        }, QUIET_MS),
      );
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
