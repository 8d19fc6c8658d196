import type { Asset } from '@atelier/shared/contracts/asset';
import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { Loader } from '@mantine/core';
import { IconLibraryPhoto, IconPhotoPlus, IconX } from '@tabler/icons-react';
import { lazy, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWindowFiles } from '../../components/use-window-files.ts';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './pictures.module.css';
import type { useOwnAssets } from './use-own-assets.ts';
import { usePictureUpload } from './use-picture-upload.ts';

const AssetDialog = lazy(async () => ({ default: (await import('./asset-dialog.tsx')).AssetDialog }));

interface ReferencePicturesProps {
  readonly model: CatalogueModel;
  readonly inputs: ReturnType<typeof useOwnAssets>;
  readonly onInputIds: (change: (ids: readonly string[]) => readonly string[]) => void;
}

/** Pictures to work from: dropped, pasted, chosen from this machine or from earlier tasks. */
export function ReferencePictures({ model, inputs, onInputIds }: ReferencePicturesProps) {
  const { t } = useTranslation('generate');
  const { min, max } = model.inputs;
  const file = useRef<HTMLInputElement>(null);
  const [isPicking, setIsPicking] = useState(false);
  const links = usePictureLinks(() => inputs.refetch({ throwOnError: true }));
  const addAssets = useCallback(
    (assets: readonly Asset[]) =>
      onInputIds((known) => {
        const added = assets.map(({ id }) => id).filter((id) => !known.includes(id));
        // With room for one picture only, a new one takes the place of the old.
        return max === 1 && added.length > 0 ? added.slice(0, 1) : [...known, ...added].slice(0, max);
      }),
    [max, onInputIds],
  );
  const { add, refusals, error, isUploading } = usePictureUpload(addAssets);
  const onFiles = useCallback((files: readonly File[]) => void add(files.slice(0, max)), [add, max]);
  const isHovering = useWindowFiles(onFiles, false);
  const isFull = max > 1 && inputs.assets.length >= max;

  return (
    <fieldset className={classes.root} data-hover={isHovering || undefined}>
      <legend>
        {t('pictures.title')} <span className={classes.quiet}>{roomText(min, max, t)}</span>
      </legend>
      <ul className={classes.tiles}>
        {inputs.assets.map((asset) => (
          <li key={asset.id} className={classes.tile}>
            <AssetPicture asset={asset} alt={asset.name} links={links} />
            <button
              type="button"
              className={classes.remove}
              aria-label={t('pictures.remove', { name: asset.name })}
              onClick={() => onInputIds((known) => known.filter((id) => id !== asset.id))}
            >
              <IconX size={14} stroke={2} aria-hidden />
            </button>
          </li>
        ))}
        {isUploading && (
          <li className={classes.tile} role="status" aria-label={t('pictures.uploading')}>
            <span className={classes.waiting}>
              <Loader size="sm" />
            </span>
          </li>
        )}
        {!isFull && (
          <>
            <li>
              <button type="button" className={classes.add} onClick={() => file.current?.click()}>
                <IconPhotoPlus size={22} stroke={1.5} aria-hidden />
                {t('pictures.upload')}
              </button>
            </li>
            <li>
              <button type="button" className={classes.add} onClick={() => setIsPicking(true)}>
                <IconLibraryPhoto size={22} stroke={1.5} aria-hidden />
                {t('pictures.earlier')}
              </button>
            </li>
          </>
        )}
      </ul>
      <input
        ref={file}
        type="file"
        hidden
        tabIndex={-1}
        data-testid="reference-input"
        accept="image/*"
        multiple={max > 1}
        onChange={(event) => {
          onFiles(Array.from(event.currentTarget.files ?? []));
          event.currentTarget.value = '';
        }}
      />
      <p className={classes.quiet}>{t('pictures.hint')}</p>
      {refusals.map((refusal) => (
        <p key={refusal} className={classes.refusal} role="alert">
          {refusal}
        </p>
      ))}
      {error && <FailureNote error={error} />}
      <WhenOpened isOpen={isPicking}>
        <AssetDialog
          isOpen={isPicking}
          onClose={() => setIsPicking(false)}
          onPick={(asset) => {
            addAssets([asset]);
            setIsPicking(false);
          }}
        />
      </WhenOpened>
    </fieldset>
  );
}

function roomText(
  min: number,
  max: number,
  t: (key: string, values: Readonly<Record<string, number>>) => string,
): string {
  if (min === 0) return t('pictures.upTo', { count: max });
  return min === max ? t('pictures.exactly', { count: min }) : t('pictures.between', { min, count: max });
}
