import type { RetentionPreview } from '@atelier/shared/contracts/retention';
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { formatBytes, formatDate, formatNumber } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './retention-page.module.css';
import { useRetentionPreview, useRunRetention } from './retention-queries.ts';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog,
}));

/** The dry run, and the run itself after a question. */
export function ErasePreview() {
  const { t } = useTranslation('retention');
  const [isWanted, setIsWanted] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const preview = useRetentionPreview(isWanted);
  const run = useRunRetention();
  const look = () => {
    run.reset();
    if (isWanted) void preview.refetch();
    else setIsWanted(true);
  };
  const { data } = preview;
  return (
    <section className={page.card} aria-labelledby="erase-preview">
      <div className={page.header}>
        <div className={page.intro}>
          <h2 id="erase-preview">{t('preview.title')}</h2>
          <p>{t('preview.intro')}</p>
        </div>
        <Button variant="default" loading={preview.isFetching} onClick={look}>
          {t('preview.action')}
        </Button>
      </div>
      {preview.isError && <FailureNote error={preview.error} onRetry={look} />}
      <div aria-live="polite">
        {run.data && (
          <p className={classes.done}>
            {t('run.done', { count: run.data.tasks, size: formatBytes(run.data.bytes) })}
          </p>
        )}
        {data && <PreviewFigures preview={data} />}
      </div>
      {data && data.tasks > 0 && (
        <Button color="red" variant="light" className={classes.erase ?? ''} onClick={() => setIsAsking(true)}>
          {t('run.action')}
        </Button>
      )}
      <WhenOpened isOpen={isAsking}>
        <ConfirmDialog
          isOpen={isAsking}
          title={t('run.title')}
          confirm={t('run.confirm')}
          action={run}
          onConfirm={() => run.mutate(undefined, { onSuccess: () => setIsAsking(false) })}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('run.text')}</p>
          {run.isPending && <p role="status">{t('run.underWay')}</p>}
        </ConfirmDialog>
      </WhenOpened>
    </section>
  );
}

function PreviewFigures({ preview }: { readonly preview: RetentionPreview }) {
  const { t } = useTranslation('retention');
  const taskTypes = useTaskTypes();
  const { tasks, files, bytes, hasMore, items } = preview;
  if (tasks === 0) return <p className={classes.soft}>{t('preview.nothing')}</p>;
  const labelOf = (slug: string) =>
    taskTypes.data?.find((taskType) => taskType.slug === slug)?.label[currentLocale()] ?? slug;
  return (
    <>
      <p>
        {t(hasMore ? 'preview.atLeast' : 'preview.figures', {
          count: tasks,
          tasks: formatNumber(tasks),
          files: t('preview.files', { count: files }),
          size: formatBytes(bytes),
        })}
      </p>
      <ul className={classes.items}>
        {items.map(({ taskNo, taskType, completedAt, files: count }) => (
          <li key={taskNo}>
            <code>{taskNo}</code>
            <span>{labelOf(taskType)}</span>
            <span className={classes.soft}>
              {t('preview.item', { date: formatDate(completedAt), count })}
            </span>
          </li>
        ))}
      </ul>
      {tasks > items.length && (
        <p className={classes.soft}>{t('preview.others', { count: tasks - items.length })}</p>
      )}
    </>
  );
}
