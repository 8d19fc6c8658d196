import type { Asset } from '@atelier/shared/contracts/asset';
import { ACCEPTED_PICTURE_TYPES, MAX_FILE_SIZE_BYTES } from '@atelier/shared/limits';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkPicture } from '../../lib/picture-check.ts';
import { useUploadAssets } from './use-own-assets.ts';

const LIMITS = { maxSizeBytes: MAX_FILE_SIZE_BYTES, acceptedTypes: ACCEPTED_PICTURE_TYPES };

/** Checks files here, so that most refusals cost no upload, and sends the good ones. */
export function usePictureUpload(onAssets: (assets: readonly Asset[]) => void) {
  const { t } = useTranslation('uploads');
  const upload = useUploadAssets();
  const { mutate } = upload;
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const add = useCallback(
    async (files: readonly File[]) => {
      const verdicts = await Promise.all(files.map((file) => checkPicture(file, LIMITS)));
      const good = files.filter((_file, index) => verdicts[index]?.ok);
      setRefusals(
        files.flatMap((file, index) => {
          const verdict = verdicts[index];
          if (!verdict || verdict.ok) return [];
          const { code, values = {} } = verdict.problem;
          const key = code === 'type' && values.detected === '?' ? 'typeUnknown' : code;
          return [`${file.name}: ${t(`problem.${key}`, values)}`];
        }),
      );
      if (good.length > 0) mutate(good, { onSuccess: onAssets });
    },
    [mutate, onAssets, t],
  );
  return { add, refusals, error: upload.error, isUploading: upload.isPending };
}
