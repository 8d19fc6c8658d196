import type { Batch, CreateBatchRequest } from '@atelier/shared/contracts/batch';
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { addressOf, api } from '../../lib/api-client.ts';
import { downloadFrom } from '../../lib/download.ts';
import { currentLocale } from '../../lib/locale.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { batchUploads } from './uploads.ts';

const CREATE_KEY = ['batches', 'create'];

/** Puts the server's answer where every page looks, and has pictures, lists and balance read again. */
function useBatchAnswer() {
  const queryClient = useQueryClient();
  return (batch: Batch) => {
    queryClient.setQueryData(queryKeys.batch(batch.id), batch);
    void queryClient.invalidateQueries({ queryKey: queryKeys.batchItems(batch.id) });
    void queryClient.invalidateQueries({ queryKey: queryKeys.batchLists });
    void queryClient.invalidateQueries({ queryKey: queryKeys.taskLists });
    void queryClient.invalidateQueries({ queryKey: queryKeys.credits });
  };
}

interface NewBatch {
  readonly order: CreateBatchRequest;
  /** The pictures, in the order's order. */
  readonly files: readonly File[];
}

/** Whether a batch is being announced, from this page or one that was left meanwhile. */
export function useIsCreatingBatch(): boolean {
  return useIsMutating({ mutationKey: CREATE_KEY }) > 0;
}

/**
 * Announces a batch under its agreed limit and has its pictures sent, also when the page is left meanwhile. An order
 * that was not answered is repeated under the same key, so that it is made once; any other order has a key of its own.
 * @param onHandedOver called with the pictures that are on their way now.
 */
export function useCreateBatch(onHandedOver: (files: readonly File[]) => void) {
  const onAnswer = useBatchAnswer();
  const last = useRef({ order: '', key: '' });
  return useMutation({
    mutationKey: CREATE_KEY,
    mutationFn: async ({ order }: NewBatch) => {
      const text = JSON.stringify(order);
      if (last.current.order !== text) last.current = { order: text, key: crypto.randomUUID() };
      const { batch } = await api.post('/api/batches', {
        body: order,
        idempotencyKey: last.current.key,
      });
      last.current = { order: '', key: '' };
      return batch;
    },
    onSuccess: (batch, { files }) => {
      batchUploads.add(
        batch.id,
        files.map((file, position) => ({ position, file })),
      );
      onHandedOver(files);
      onAnswer(batch);
    },
  });
}

/**
 * Runs the failed pictures again, each at its price. The key is made of the state the batch was seen in, so that two
 * clicks start one attempt.
 */
export function useRetryBatch() {
  const onAnswer = useBatchAnswer();
  return useMutation({
    mutationFn: ({ id, updatedAt }: Pick<Batch, 'id' | 'updatedAt'>) =>
      api.post('/api/batches/{id}/retry', { path: { id }, idempotencyKey: `retry-${id}-${updatedAt}` }),
    onSuccess: ({ batch }) => onAnswer(batch),
  });
}

export function useCancelBatch() {
  const onAnswer = useBatchAnswer();
  return useMutation({
    mutationFn: (batchId: string) => api.post('/api/batches/{id}/cancel', { path: { id: batchId } }),
    onSuccess: onAnswer,
  });
}

/** Goes on without the pictures that did not arrive. */
export function useCloseBatch() {
  const onAnswer = useBatchAnswer();
  return useMutation({
    mutationFn: (batchId: string) => api.post('/api/batches/{id}/close', { path: { id: batchId } }),
    onSuccess: onAnswer,
  });
}

/** Removes a batch with its pictures and results. */
export function useDeleteBatch() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (batchId: string) => api.delete('/api/batches/{id}', { path: { id: batchId } }),
    onSuccess: (_nothing, batchId) => {
      queryClient.removeQueries({ queryKey: queryKeys.batch(batchId) });
      void queryClient.invalidateQueries({ queryKey: queryKeys.batchLists });
      void queryClient.invalidateQueries({ queryKey: queryKeys.taskLists });
    },
  });
}

/** Saves what there is of a batch as one zip. The small request first renews a session, which a download cannot. */
export function useBatchDownload() {
  return useMutation({
    mutationFn: async (batchId: string) => {
      await api.get('/api/auth/me');
      downloadFrom(
        addressOf('/api/batches/{id}/archive', {
          path: { id: batchId },
          query: { language: currentLocale() },
        }),
      );
    },
  });
}
