import type { BatchFiles, BatchItem } from '@atelier/shared/contracts/batch';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { api } from '../../lib/api-client.ts';
import { eventStream } from '../../lib/event-stream.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { type BatchUpload, BatchUploads, type SendPiece, type UploadPicture } from './batch-uploads.ts';
import { withArrived } from './with-arrived.ts';

const sendPiece: SendPiece = ({ batchId, pictures }, onProgress, signal) => {
  const form = new FormData();
  form.append('positions', JSON.stringify(pictures.map(({ position }) => position)));
  for (const { file } of pictures) form.append('files', file, file.name);
  // No key: a place takes its picture once, and a refused picture must be judged anew.
  return api.upload('/api/batches/{id}/files', form, { path: { id: batchId }, onProgress, signal });
};

const arrivalListeners = new Set<(answer: BatchFiles) => void>();

/** The tab's one sender of pictures for batches. */
export const batchUploads = new BatchUploads({
  send: sendPiece,
  onArrived: (answer) => {
    for (const listener of arrivalListeners) listener(answer);
  },
});

const uploadOf = (batchId: string): BatchUpload | undefined =>
  batchUploads.snapshot().find((upload) => upload.batchId === batchId);

/** What this tab sends to a batch, to the byte; undefined when it sends nothing. Changes several times a second. */
export function useBatchUpload(batchId: string): BatchUpload | undefined {
  return useSyncExternalStore(batchUploads.subscribe, () => uploadOf(batchId));
}

/** Whether a person has stopped sending to a batch. */
export function useIsUploadPaused(batchId: string): boolean {
  return useSyncExternalStore(batchUploads.subscribe, () => uploadOf(batchId)?.isPaused ?? false);
}

/** The pictures this tab sends to a batch; undefined when it sends none. Changes only when one of them does. */
export function useUploadPictures(batchId: string): readonly UploadPicture[] | undefined {
  return useSyncExternalStore(batchUploads.subscribe, () => uploadOf(batchId)?.pictures);
}

const isUnsent = ({ pictures, isPaused }: BatchUpload): boolean =>
  !isPaused && pictures.some(({ state }) => state === 'waiting' || state === 'sending');

/**
 * Keeps the server cache in step with what arrives, warns before a tab with unsent pictures closes, lets nobody send
 * another person's pictures, and goes on when the server or the session is there again. Used by the shell.
 */
export function useBatchUploadUpkeep(accountId: string | undefined): void {
  const lastAccountId = useRef(accountId);
  const queryClient = useQueryClient();
  const hasUnsent = useSyncExternalStore(batchUploads.subscribe, () =>
    batchUploads.snapshot().some(isUnsent),
  );

  useEffect(() => {
    const onArrived = ({ batch, files }: BatchFiles) => {
      queryClient.setQueryData(queryKeys.batch(batch.id), batch);
      queryClient.setQueryData<readonly BatchItem[]>(
        queryKeys.batchItems(batch.id),
        (items) => items && withArrived(items, files),
      );
    };
    arrivalListeners.add(onArrived);
    return () => {
      arrivalListeners.delete(onArrived);
    };
  }, [queryClient]);

  useEffect(() => {
    if (!accountId) return;
    if (lastAccountId.current && lastAccountId.current !== accountId) batchUploads.clear();
    lastAccountId.current = accountId;
    batchUploads.resume();
  }, [accountId]);

  useEffect(
    () =>
      eventStream.onState((state) => {
        if (state === 'open') batchUploads.resume();
      }),
    [],
  );

  useEffect(() => {
    if (!hasUnsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [hasUnsent]);
}
