import type { Batch } from '@atelier/shared/contracts/batch';
import { ActionIcon, Button } from '@mantine/core';
import { IconAdjustments, IconPlayerStop, IconRefresh, IconTrash, IconZip } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBatchDownload, useCancelBatch, useDeleteBatch } from '../../features/batches/batch-actions.ts';
import { batchUploads, useIsUploadPaused } from '../../features/batches/uploads.ts';
import { studioPathFor } from '../../lib/studio-path.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './batch-page.module.css';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog,
}));

interface BatchActionsProps {
  readonly batch: Batch;
  readonly retry: { readonly start: () => void; readonly isPending: boolean };
}

/** What can be done with the batch as it stands. */
export function BatchActions({ batch, retry }: BatchActionsProps) {
  const { t } = useTranslation('batch');
  const { retryableCount, credits, counts, state } = batch;
  const hasSome = counts.completed > 0;
  return (
    <>
      {state !== 'ended' && <CancelButton batch={batch} />}
      {retryableCount > 0 && (
        <Button
          variant={hasSome ? 'default' : 'filled'}
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={retry.isPending}
          onClick={retry.start}
        >
          {t('action.retry', {
            count: retryableCount,
            credits: t('common:credits', { count: retryableCount * credits.perPicture }),
          })}
        </Button>
      )}
      {hasSome && <DownloadButton batchId={batch.id} isMain={state === 'ended'} />}
      {state === 'ended' && (
        <>
          <Button
            component={Link}
            to={studioPathFor(batch)}
            variant="default"
            leftSection={<IconAdjustments size={16} aria-hidden />}
          >
            {t('action.useAgain')}
          </Button>
          <DeleteButton batch={batch} />
        </>
      )}
    </>
  );
}

function DownloadButton({ batchId, isMain }: { readonly batchId: string; readonly isMain: boolean }) {
  const { t } = useTranslation('batch');
  const download = useBatchDownload();
  return (
    <>
      <Button
        variant={isMain ? 'filled' : 'default'}
        leftSection={<IconZip size={16} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate(batchId)}
      >
        {t('action.download')}
      </Button>
      {download.isError && <FailureNote error={download.error} />}
    </>
  );
}

/** Stopping two hundred pictures is asked once. */
function CancelButton({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('batch');
  const cancel = useCancelBatch();
  const [isOpen, setIsOpen] = useState(false);
  const wasPaused = useIsUploadPaused(batch.id);
  const confirm = () => {
    batchUploads.pause(batch.id);
    cancel.mutate(batch.id, {
      onSuccess: () => {
        batchUploads.stop(batch.id);
        setIsOpen(false);
      },
      // It was not canceled, so it still wants its pictures.
      onError: () => !wasPaused && batchUploads.goOn(batch.id),
    });
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        loading={cancel.isPending}
        onClick={() => setIsOpen(true)}
      >
        {t('action.cancel')}
      </Button>
      <WhenOpened isOpen={isOpen}>
        <ConfirmDialog
          isOpen={isOpen}
          title={t('cancelDialog.title')}
          keep={t('cancelDialog.keep')}
          confirm={t('cancelDialog.confirm')}
          action={cancel}
          onConfirm={confirm}
          onClose={() => setIsOpen(false)}
        >
          <p>{t('cancelDialog.text', { credits: t('common:credits', { count: batch.credits.held }) })}</p>
        </ConfirmDialog>
      </WhenOpened>
    </>
  );
}

function DeleteButton({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('batch');
  const navigate = useNavigate();
  const remove = useDeleteBatch();
  const [isOpen, setIsOpen] = useState(false);
  const confirm = () =>
    remove.mutate(batch.id, {
      onSuccess: () => void navigate('/history?view=batches', { replace: true }),
    });
  return (
    <>
      <ActionIcon
        variant="default"
        size={36}
        className={classes.deleteAction}
        aria-label={t('action.delete')}
        title={t('action.delete')}
        onClick={() => setIsOpen(true)}
      >
        <IconTrash size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
      <WhenOpened isOpen={isOpen}>
        <ConfirmDialog
          isOpen={isOpen}
          title={t('deleteDialog.title')}
          keep={t('deleteDialog.keep')}
          confirm={t('deleteDialog.confirm')}
          action={remove}
          onConfirm={confirm}
          onClose={() => setIsOpen(false)}
        >
          <p>{t('deleteDialog.text', { count: batch.fileCount })}</p>
        </ConfirmDialog>
      </WhenOpened>
    </>
  );
}
