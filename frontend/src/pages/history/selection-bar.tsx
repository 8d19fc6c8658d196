import type { Task } from '@atelier/shared/contracts/task';
import { MAX_TASKS_PER_ARCHIVE } from '@atelier/shared/limits';
import { isEnded } from '@atelier/shared/task-states';
import { ActionIcon, Button } from '@mantine/core';
import { IconTrash, IconX, IconZip } from '@tabler/icons-react';
import { lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useArchiveDownload } from '../../features/results/use-archive-download.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './history-page.module.css';
import type { Selection } from './use-selection.ts';

const DeleteSelectedDialog = lazy(async () => ({
  default: (await import('./delete-selected-dialog.tsx')).DeleteSelectedDialog,
}));

interface SelectionBarProps {
  readonly selected: readonly Task[];
  readonly selection: Selection;
}

/** What can be done with the chosen tasks. Lies over the list's end, so choosing moves nothing. */
export function SelectionBar({ selected, selection }: SelectionBarProps) {
  const { t } = useTranslation('history');
  const archive = useArchiveDownload();
  useEscape(selection.clear);
  const [isDeleting, setIsDeleting] = useState(false);
  const withResults = selected.filter(({ results, links }) => results.length + links.length > 0);
  const ended = selected.filter((task) => isEnded(task.status));
  const isTooMany = withResults.length > MAX_TASKS_PER_ARCHIVE;

  return (
    <section className={classes.selectionBar} aria-label={t('selection.label')}>
      {archive.isError && <FailureNote error={archive.error} />}
      {isTooMany && (
        <p className={classes.hint}>{t('selection.tooMany', { limit: MAX_TASKS_PER_ARCHIVE })}</p>
      )}
      <div className={classes.selectionLine}>
        <ActionIcon aria-label={t('selection.clear')} title={t('selection.clear')} onClick={selection.clear}>
          <IconX size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
        <span className={classes.selectionCount} role="status">
          {t('selection.count', { count: selected.length })}
        </span>
        <Button variant="subtle" color="gray" className={classes.selectAll} onClick={selection.selectAll}>
          {t('selection.all')}
        </Button>
        <Button
          leftSection={<IconZip size={16} aria-hidden />}
          disabled={withResults.length === 0 || isTooMany}
          loading={archive.isPending}
          onClick={() => archive.mutate(withResults.map((task) => task.id))}
        >
          {t('selection.download')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          disabled={ended.length === 0}
          onClick={() => setIsDeleting(true)}
        >
          {t('selection.delete')}
        </Button>
      </div>
      <WhenOpened isOpen={isDeleting}>
        <DeleteSelectedDialog
          isOpen={isDeleting}
          tasks={ended}
          runningCount={selected.length - ended.length}
          onClose={() => setIsDeleting(false)}
        />
      </WhenOpened>
    </section>
  );
}

/** Escape clears the choice from anywhere on the page, unless something that opened over it takes the key. */
function useEscape(action: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [action]);
}
