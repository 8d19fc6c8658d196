import type { Task } from '@atelier/shared/contracts/task';
import { isEnded } from '@atelier/shared/task-states';
import { ActionIcon, Button } from '@mantine/core';
import { IconAdjustments, IconPlayerStop, IconTrash, IconZip } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useArchiveDownload } from '../../features/results/use-archive-download.ts';
import { useDeleteTask } from '../../features/tasks/task-actions.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './task-page.module.css';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog,
}));

interface TaskActionsProps {
  readonly task: Task;
  readonly studioPath: string;
  readonly cancel: { readonly start: () => void; readonly isPending: boolean };
}

/** What can be done with the task in the state it is in. */
export function TaskActions({ task, studioPath, cancel }: TaskActionsProps) {
  const { t } = useTranslation('task');
  return (
    <>
      {task.canCancel && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          loading={cancel.isPending}
          onClick={cancel.start}
        >
          {t('cancel')}
        </Button>
      )}
      {task.results.length > 0 && <DownloadAllButton taskId={task.id} />}
      <Button
        component={Link}
        to={studioPath}
        variant="default"
        leftSection={<IconAdjustments size={16} aria-hidden />}
      >
        {t('useAgain')}
      </Button>
      {isEnded(task.status) && <DeleteButton task={task} />}
    </>
  );
}

function DownloadAllButton({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('task');
  const archive = useArchiveDownload();
  return (
    <>
      <Button
        leftSection={<IconZip size={16} aria-hidden />}
        loading={archive.isPending}
        onClick={() => archive.mutate([taskId])}
      >
        {t('downloadAll')}
      </Button>
      {archive.isError && <FailureNote error={archive.error} />}
    </>
  );
}

function DeleteButton({ task }: { readonly task: Task }) {
  const { t } = useTranslation('task');
  const navigate = useNavigate();
  const remove = useDeleteTask();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <ActionIcon
        variant="default"
        size={36}
        className={classes.deleteAction}
        aria-label={t('delete.action')}
        title={t('delete.action')}
        onClick={() => setIsOpen(true)}
      >
        <IconTrash size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
      <WhenOpened isOpen={isOpen}>
        <ConfirmDialog
          isOpen={isOpen}
          title={t('delete.title')}
          keep={t('delete.keep')}
          confirm={t('delete.confirm')}
          action={remove}
          onConfirm={() =>
            remove.mutate(task.id, { onSuccess: () => void navigate('/history', { replace: true }) })
          }
          onClose={() => setIsOpen(false)}
        >
          <p>{t('delete.text', { number: task.taskNo })}</p>
        </ConfirmDialog>
      </WhenOpened>
    </>
  );
}
