import type { Batch } from '@atelier/shared/contracts/batch';
import { useRecentBatches } from '../../features/batches/batch-queries.ts';
import { usePictureLinks } from '../../features/results/picture-links.ts';

const RECENT_COUNT = 10;

/** What belongs on the workbench: all that still runs, and what was started today. */
export function isOnBoard({ state, createdAt }: Pick<Batch, 'state' | 'createdAt'>, now: Date): boolean {
  return state !== 'ended' || new Date(createdAt).toDateString() === now.toDateString();
}

/** The workbench's batches, newest first. They are an addition there: without an answer there are none to see. */
export function useBatchBoard() {
  const recent = useRecentBatches(RECENT_COUNT);
  const links = usePictureLinks(() => recent.refetch({ throwOnError: true }));
  const now = new Date();
  return { batches: (recent.data ?? []).filter((batch) => isOnBoard(batch, now)), links };
}
