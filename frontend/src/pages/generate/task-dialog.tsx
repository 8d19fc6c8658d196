import { Skeleton } from '@mantine/core';
import { IconVideoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { fetchTasks } from '../../features/tasks/task-queries.ts';
import { formatDateTime } from '../../lib/format.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { taskNameOf } from '../../lib/task-name.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './pictures.module.css';

interface TaskDialogProps {
  readonly isOpen: boolean;
  /** Slugs of the models whose tasks can be gone on with. */
  readonly models: readonly string[];
  readonly onClose: () => void;
  readonly onPick: (taskId: string) => void;
}

/** Of each model; older ones are reached by their number in the history. */
const TASKS_PER_MODEL = 20;

/** Chooses a finished task to go on with. */
export function TaskDialog({ isOpen, models, onClose, onPick }: TaskDialogProps) {
  const { t } = useTranslation('generate');
  const query = useQuery({
    queryKey: queryKeys.taskList({ status: 'completed', models, limit: TASKS_PER_MODEL }),
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        models.map((model) => fetchTasks({ status: 'completed', model, limit: TASKS_PER_MODEL }, signal)),
      );
      return pages
        .flatMap(({ items }) => items)
        .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt));
    },
    enabled: isOpen,
  });
  const links = usePictureLinks(() => query.refetch({ throwOnError: true }));
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('task.title')} size="lg">
      <div className={classes.dialog}>
        {query.isPending && <Skeleton height={160} />}
        {query.isError && <FailureNote error={query.error} onRetry={() => void query.refetch()} />}
        {query.data?.length === 0 && (
          <EmptyState icon={IconVideoOff} title={t('task.none.title')} text={t('task.none.text')} />
        )}
        <ul className={classes.taskList}>
          {query.data?.map((task) => (
            <li key={task.id}>
              <button type="button" className={classes.taskItem} onClick={() => onPick(task.id)}>
                <span className={classes.pickedPicture}>
                  {task.results[0] && <AssetPicture asset={task.results[0]} alt="" links={links} isLazy />}
                </span>
                <span className={classes.taskText}>
                  <strong>{taskNameOf(task)}</strong>
                  <span>{formatDateTime(task.createdAt)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
