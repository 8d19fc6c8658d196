import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { Loader } from '@mantine/core';
import { IconLibraryPhoto, IconPhotoPlus, IconX } from '@tabler/icons-react';
import { lazy, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWindowFiles } from '../../components/use-window-files.ts';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { formatPercent } from '../../lib/format.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './pictures.module.css';
import type { PictureUpload } from './use-picture-upload.ts';
import type { ReferencePicturesState } from './use-reference-pictures.ts';

const AssetDialog = lazy(async () => ({ default: (await import('./asset-dialog.tsx')).AssetDialog }));

interface ReferencePicturesProps {
  readonly model: CatalogueModel;
  readonly pictures: ReferencePicturesState;
}

/** Pictures to work from: dropped, pasted, chosen from this machine or from earlier tasks. */
export function ReferencePictures({ model, pictures }: ReferencePicturesProps) {
  const { t } = useTranslation('generate');
  const { min, max } = model.inputs;
  const file = useRef<HTMLInputElement>(null);
  const [isPicking, setIsPicking] = useState(false);
  const { assets, addFiles, upload, overflow } = pictures;
  const links = usePictureLinks(() => pictures.refetch({ throwOnError: true }));
  const isHovering = useWindowFiles(addFiles, false);

  return (
    <fieldset className={classes.root} data-hover={isHovering || undefined}>
      <legend>
        {t('pictures.title')} <span className={classes.quiet}>{roomText(min, max, t)}</span>
      </legend>
      <ul className={classes.tiles}>
        {assets.map((asset) => (
          <li key={asset.id} className={classes.tile}>
            <AssetPicture asset={asset} alt={asset.name} links={links} />
            <button
              type="button"
              className={classes.remove}
              aria-label={t('pictures.remove', { name: asset.name })}
              onClick={() => pictures.remove(asset.id)}
            >
              <IconX size={14} stroke={2} aria-hidden />
            </button>
          </li>
        ))}
        {upload.uploads.map((each) => (
          <UploadTile key={each.id} upload={each} />
        ))}
        {!pictures.isFull && (
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
          addFiles(Array.from(event.currentTarget.files ?? []));
          event.currentTarget.value = '';
        }}
      />
      <p className={classes.quiet}>{t('pictures.hint')}</p>
      {overflow > 0 && (
        <p className={classes.refusal} role="alert">
          {t('uploads:overflow', { count: overflow, limit: max })}
        </p>
      )}
      {upload.refusals.map((refusal) => (
        <p key={refusal} className={classes.refusal} role="alert">
          {refusal}
        </p>
      ))}
      {upload.error && <FailureNote error={upload.error} />}
      {pictures.error && (
        <FailureNote
          title={t('pictures.unread')}
          error={pictures.error}
          onRetry={() => void pictures.refetch()}
        />
      )}
      <WhenOpened isOpen={isPicking}>
        <AssetDialog
          isOpen={isPicking}
          onClose={() => setIsPicking(false)}
          onPick={(asset) => {
            pictures.add([asset]);
            setIsPicking(false);
          }}
        />
      </WhenOpened>
    </fieldset>
  );
}

/** Holds the place of pictures on their way, with how far they are and the way to stop them. */
function UploadTile({ upload: { fraction, cancel } }: { readonly upload: PictureUpload }) {
  const { t } = useTranslation('generate');
  return (
    <li className={classes.tile}>
      <span className={classes.waiting} role="status" aria-label={t('pictures.uploading')}>
        <Loader size="sm" aria-hidden />
        <span className={classes.quiet} aria-hidden="true">
          {formatPercent(fraction)}
        </span>
      </span>
      <button
        type="button"
        className={classes.remove}
        aria-label={t('pictures.cancelUpload')}
        onClick={cancel}
      >
        <IconX size={14} stroke={2} aria-hidden />
      </button>
    </li>
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
