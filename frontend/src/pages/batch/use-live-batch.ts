import type { BatchItem } from '@atelier/shared/contracts/batch';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useBatch, useBatchItems } from '../../features/batches/batch-queries.ts';
import { eventStream } from '../../lib/event-stream.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { withEvent } from './live-batch.ts';

/** While no live line is open the batch is asked for this often. */
const POLL_MS = 3_000;
/** Even an open line may swallow a message behind a proxy, and places in line move without events of one's own. */
const BACKSTOP_MS = 15_000;

const onStreamState = (listener: () => void) => eventStream.onState(listener);
const streamState = () => eventStream.state();

/** A batch and its pictures, following live events, with polling for the time they do not come through. */
export function useLiveBatch(batchId: string) {
  const batch = useBatch(batchId);
  const items = useBatchItems(batchId);
  const stream = useSyncExternalStore(onStreamState, streamState);
  // A tab nobody looks at has no line and is in no hurry.
  const isPatient = stream === 'open' || stream === 'paused';
  const isLive = batch.data !== undefined && batch.data.state !== 'ended';
  const { refetch: refetchBatch } = batch;
  const { refetch: refetchItems } = items;
  useProgressInItems(batchId);

  useEffect(() => {
    if (!isLive) return;
    const look = () => {
      void refetchBatch();
      void refetchItems();
    };
    const timer = setInterval(look, isPatient ? BACKSTOP_MS : POLL_MS);
    return () => clearInterval(timer);
  }, [isLive, isPatient, refetchBatch, refetchItems]);

  return { batch, items };
}

/** Ends have the pictures read again, many at a time; what each event tells is shown at once. */
function useProgressInItems(batchId: string): void {
  const queryClient = useQueryClient();
  useEffect(
    () =>
      eventStream.subscribe(({ data }) => {
        if (!('batchId' in data) || data.batchId !== batchId) return;
        queryClient.setQueryData<BatchItem[]>(
          queryKeys.batchItems(batchId),
          (items) => items && withEvent(items, data),
        );
      }),
    [queryClient, batchId],
  );
}
