import type { Asset } from '@atelier/shared/contracts/asset';
import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { useCallback, useEffect, useState } from 'react';
import { useOwnAssets } from './use-own-assets.ts';
import { usePictureUpload } from './use-picture-upload.ts';

export type ReferencePicturesState = ReturnType<typeof useReferencePictures>;

/** The pictures an order works from: those that are chosen, and those on their way. */
export function useReferencePictures(
  { inputs: { max } }: CatalogueModel,
  inputIds: readonly string[],
  setInputIds: (change: (ids: readonly string[]) => readonly string[]) => void,
) {
  const chosen = useOwnAssets(inputIds);
  const { assets, isAnswered } = chosen;
  const [overflow, setOverflow] = useState(0);
  const add = useCallback(
    (more: readonly Asset[]) =>
      setInputIds((known) => {
        const added = more.map(({ id }) => id).filter((id) => !known.includes(id));
        // With room for one picture only, a new one takes the place of the old.
        return max === 1 && added.length > 0 ? added.slice(0, 1) : [...known, ...added].slice(0, max);
      }),
    [max, setInputIds],
  );
  const remove = (id: string) => setInputIds((known) => known.filter((each) => each !== id));
  const upload = usePictureUpload(add);
  const { add: send, uploads } = upload;
  const comingCount = uploads.reduce((sum, { fileCount }) => sum + fileCount, 0);
  const takenCount = inputIds.length + comingCount;

  const addFiles = useCallback(
    (files: readonly File[]) => {
      const room = max === 1 ? 1 : Math.max(0, max - takenCount);
      setOverflow(Math.max(0, files.length - room));
      const fitting = files.slice(0, room);
      if (fitting.length > 0) void send(fitting);
    },
    [max, takenCount, send],
  );

  const isShort = isAnswered && assets.length < inputIds.length;
  useEffect(() => {
    // Deleted, or never used in time: what is gone must not keep another picture out.
    if (isShort) setInputIds((known) => known.filter((id) => assets.some((asset) => asset.id === id)));
  }, [isShort, assets, setInputIds]);

  return {
    ...chosen,
    add,
    addFiles,
    remove,
    upload,
    /** How many of the last added files did not fit any more. */
    overflow,
    isFull: max > 1 && takenCount >= max,
    /** Whether the order would go out with just the pictures that were chosen. */
    isReady: isAnswered && comingCount === 0,
  };
}
