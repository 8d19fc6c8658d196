import type { Asset } from '@atelier/shared/contracts/asset';
import { Button, Skeleton } from '@mantine/core';
import { IconPhotoOff, IconUpload } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWindowFiles } from '../../components/use-window-files.ts';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { mediaKindOf } from '../../lib/media-kind.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './pictures.module.css';
import { useFinishedTasks } from './use-finished-tasks.ts';
import { usePictureUpload } from './use-picture-upload.ts';

interface AssetDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onPick: (asset: Asset) => void;
}

/** Every picture once, results before what they were made from. */
function picturesOf(tasks: ReturnType<typeof useFinishedTasks>['tasks']): readonly Asset[] {
  const all = tasks.flatMap(({ results, inputs }) => [...results, ...inputs]);
  const pictures = all.filter(({ contentType }) => mediaKindOf(contentType) === 'image');
  return [...new Map(pictures.map((asset) => [asset.id, asset])).values()];
}

/** Chooses one picture: from earlier tasks, or brought from this machine. */
export function AssetDialog({ isOpen, onClose, onPick }: AssetDialogProps) {
  const { t } = useTranslation('generate');
  const file = useRef<HTMLInputElement>(null);
  const { tasks, query } = useFinishedTasks(undefined, isOpen);
  const links = usePictureLinks(() => query.refetch({ throwOnError: true }));
  const pickFirst = useCallback(
    ([asset]: readonly Asset[]) => {
      if (asset) onPick(asset);
    },
    [onPick],
  );
  const { add, cancelAll, refusals, error, uploads } = usePictureUpload(pickFirst);
  const [overflow, setOverflow] = useState(0);
  const addFirst = (files: readonly File[]) => {
    setOverflow(Math.max(0, files.length - 1));
    if (files.length > 0) void add(files.slice(0, 1));
  };
  useWindowFiles(addFirst, !isOpen);
  const pictures = picturesOf(tasks);
  const close = () => {
    cancelAll();
    onClose();
  };
  return (
    <Dialog opened={isOpen} onClose={close} title={t('picked.title')} size="xl">
      <div className={classes.dialog}>
        <Button
          variant="default"
          loading={uploads.length > 0}
          leftSection={<IconUpload size={16} aria-hidden />}
          onClick={() => file.current?.click()}
        >
          {t('picked.upload')}
        </Button>
        <input
          ref={file}
          type="file"
          hidden
          tabIndex={-1}
          data-testid="dialog-input"
          accept="image/*"
          onChange={(event) => {
            addFirst(Array.from(event.currentTarget.files ?? []));
            event.currentTarget.value = '';
          }}
        />
        {overflow > 0 && (
          <p className={classes.refusal} role="alert">
            {t('uploads:overflow', { count: overflow, limit: 1 })}
          </p>
        )}
        {refusals.map((refusal) => (
          <p key={refusal} className={classes.refusal} role="alert">
            {refusal}
          </p>
        ))}
        {error && <FailureNote error={error} />}
        {query.isPending && <Skeleton height={240} />}
        {query.isError && <FailureNote error={query.error} onRetry={() => void query.refetch()} />}
        {query.isSuccess && pictures.length === 0 && (
          <EmptyState icon={IconPhotoOff} title={t('picked.none')} />
        )}
        <ul className={classes.shelf} aria-label={t('picked.title')}>
          {pictures.map((asset) => (
            <li key={asset.id}>
              <button
                type="button"
                className={classes.shelfItem}
                aria-label={t('picked.take', { name: asset.name })}
                title={asset.name}
                onClick={() => onPick(asset)}
              >
                <AssetPicture asset={asset} alt="" links={links} isLazy />
              </button>
            </li>
          ))}
        </ul>
        {query.hasNextPage && (
          <Button
            variant="subtle"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
