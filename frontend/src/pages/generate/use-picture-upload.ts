import type { Asset } from '@atelier/shared/contracts/asset';
import { ACCEPTED_PICTURE_TYPES, MAX_FILE_SIZE_BYTES } from '@atelier/shared/limits';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api-client.ts';
import { checkPicture } from '../../lib/picture-check.ts';

const LIMITS = { maxSizeBytes: MAX_FILE_SIZE_BYTES, acceptedTypes: ACCEPTED_PICTURE_TYPES };

/** Files on their way to the server before there is a task. */
export interface PictureUpload {
  readonly id: number;
  readonly fileCount: number;
  /** Share of the bytes that have left, 0 to 1. */
  readonly fraction: number;
  readonly cancel: () => void;
}

let lastId = 0;

/**
 * Checks files here, so that most refusals cost no upload, and sends the good ones. Several may be under way at once;
 * leaving the page gives them up.
 */
export function usePictureUpload(onAssets: (assets: readonly Asset[]) => void) {
  const { t } = useTranslation('uploads');
  const [uploads, setUploads] = useState<readonly PictureUpload[]>([]);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const [error, setError] = useState<Error | null>(null);
  const running = useRef(new Set<AbortController>());
  const cancelAll = useCallback(() => {
    for (const abort of running.current) abort.abort();
  }, []);
  useEffect(() => cancelAll, [cancelAll]);

  const check = useCallback(
    async (files: readonly File[]) => {
      const verdicts = await Promise.all(files.map((file) => checkPicture(file, LIMITS)));
      setRefusals(
        files.flatMap((file, index) => {
          const verdict = verdicts[index];
          if (!verdict || verdict.ok) return [];
          const { code, values = {} } = verdict.problem;
          const key = code === 'type' && values.detected === '?' ? 'typeUnknown' : code;
          return [`${file.name}: ${t(`problem.${key}`, values)}`];
        }),
      );
      return files.filter((_file, index) => verdicts[index]?.ok);
    },
    [t],
  );

  const add = useCallback(
    async (files: readonly File[]) => {
      lastId += 1;
      const id = lastId;
      const abort = new AbortController();
      running.current.add(abort);
      setError(null);
      setUploads((known) => [
        ...known,
        { id, fileCount: files.length, fraction: 0, cancel: () => abort.abort() },
      ]);
      try {
        const form = new FormData();
        for (const file of await check(files)) form.append('files', file, file.name);
        if (abort.signal.aborted || !form.has('files')) return;
        const onProgress = (fraction: number) =>
          setUploads((known) => known.map((one) => (one.id === id ? { ...one, fraction } : one)));
        onAssets(await api.upload('/api/assets', form, { signal: abort.signal, onProgress }));
      } catch (failure) {
        if (!abort.signal.aborted) setError(failure instanceof Error ? failure : new Error(String(failure)));
      } finally {
        running.current.delete(abort);
        setUploads((known) => known.filter((one) => one.id !== id));
      }
    },
    [check, onAssets],
  );
  return { add, cancelAll, refusals, error, uploads };
}
