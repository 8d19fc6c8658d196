import type { BatchItemState } from '@atelier/shared/batch-item-states';
import type { Batch } from '@atelier/shared/contracts/batch';
import { useTranslation } from 'react-i18next';
import type { Tone } from '../../ui/job-row.tsx';

/** In the order in which they are told: what is there first, what is still to come last. */
const TOLD: readonly BatchItemState[] = [
  'completed',
  'failed',
  'processing',
  'pending',
  'canceled',
  'refused',
  'missing',
];

export type BatchOutcome = 'receiving' | 'running' | 'done' | 'partly' | 'failed' | 'canceled';

/** How a batch stands, in one word. Partial success is a normal end. */
export function outcomeOf({
  state,
  counts,
  fileCount,
}: Pick<Batch, 'state' | 'counts' | 'fileCount'>): BatchOutcome {
  if (state !== 'ended') return state;
  if (counts.completed === fileCount) return 'done';
  if (counts.completed > 0) return 'partly';
  return counts.canceled > 0 ? 'canceled' : 'failed';
}

export const TONES: Readonly<Record<BatchOutcome, Tone>> = {
  receiving: 'active',
  running: 'active',
  done: 'good',
  partly: 'quiet',
  failed: 'bad',
  canceled: 'quiet',
};

/** Sentences about batches that several pages use. */
export function useBatchWords() {
  const { t } = useTranslation('batch');
  return {
    outcome: (outcome: BatchOutcome): string => t(`outcome.${outcome}`),
    /** "18 done · 1 failed · 5 waiting" */
    counts: (counts: Batch['counts']): string =>
      TOLD.filter((state) => counts[state] > 0)
        .map((state) => t(`count.${state}`, { count: counts[state] }))
        .join(' · '),
  };
}
