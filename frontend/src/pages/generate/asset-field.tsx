import { ActionIcon, Button } from '@mantine/core';
import { IconPhotoSearch, IconX } from '@tabler/icons-react';
import { lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from '../../features/catalogue/field-props.ts';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './pictures.module.css';
import { useOwnAssets } from './use-own-assets.ts';

const AssetDialog = lazy(async () => ({ default: (await import('./asset-dialog.tsx')).AssetDialog }));

/** A parameter that is a picture of one's own: shows it, and opens the dialog to choose another. */
export function AssetField({ field }: { readonly field: FieldProps }) {
  const { t } = useTranslation('generate');
  const { id, labelId, value, disabled, onChange } = field;
  const [isPicking, setIsPicking] = useState(false);
  const assetId = String(value);
  const { assets, isAnswered, refetch } = useOwnAssets(assetId === '' ? [] : [assetId]);
  const links = usePictureLinks(() => refetch({ throwOnError: true }));
  const [asset] = assets;
  const isGone = assetId !== '' && isAnswered && !asset;
  useEffect(() => {
    // Deleted, or never used in time: what cannot be seen here must not be ordered with.
    if (isGone) onChange('');
  }, [isGone, onChange]);
  return (
    <div className={classes.picked}>
      {asset && (
        <span className={classes.pickedPicture}>
          <AssetPicture asset={asset} alt={asset.name} links={links} />
        </span>
      )}
      <Button
        id={id}
        variant="default"
        disabled={disabled}
        aria-labelledby={`${labelId} ${id}`}
        leftSection={<IconPhotoSearch size={16} aria-hidden />}
        onClick={() => setIsPicking(true)}
      >
        {t(asset ? 'picked.other' : 'picked.choose')}
      </Button>
      {asset && (
        <ActionIcon
          aria-label={t('pictures.remove', { name: asset.name })}
          disabled={disabled}
          onClick={() => onChange('')}
        >
          <IconX size={18} aria-hidden />
        </ActionIcon>
      )}
      <WhenOpened isOpen={isPicking}>
        <AssetDialog
          isOpen={isPicking}
          onClose={() => setIsPicking(false)}
          onPick={(picked) => {
            onChange(picked.id);
            setIsPicking(false);
          }}
        />
      </WhenOpened>
    </div>
  );
}
