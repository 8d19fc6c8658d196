import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { EmulatedMark } from '../../features/results/emulated-mark.tsx';
import { type PictureLinks, usePictureLinks } from '../../features/results/picture-links.ts';
import { formatRelative } from '../../lib/format.ts';
import { taskNameOf } from '../../lib/task-name.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { OUTPUT_ICONS } from './model-words.ts';
import classes from './stage.module.css';
import { useFinishedTasks } from './use-finished-tasks.ts';

interface ModelHistoryProps {
  readonly model: CatalogueModel;
  readonly shownId: string | undefined;
  readonly onShow: (taskId: string) => void;
}

/** What was made with this model before; one click puts it back on the table. */
export function ModelHistory({ model, shownId, onShow }: ModelHistoryProps) {
  const { t } = useTranslation('generate');
  const { tasks, query } = useFinishedTasks(model.slug);
  const links = usePictureLinks(() => query.refetch({ throwOnError: true }));
  const renew = () => void query.refetch();
  if (query.isError && !query.data) return <FailureNote error={query.error} onRetry={renew} />;
  if (tasks.length === 0) return null;
  return (
    <section className={classes.past} aria-labelledby="past-title">
      <h2 id="past-title">{t('past.title')}</h2>
      {query.isError && <StaleNote onRetry={renew} />}
      <ul className={classes.pastList}>
        {tasks.map((task) => (
          <li key={task.id}>
            <button
              type="button"
              className={classes.pastItem}
              aria-pressed={task.id === shownId}
              onClick={() => onShow(task.id)}
            >
              <PastPicture task={task} model={model} links={links} />
              <span className={classes.pastName}>{taskNameOf(task)}</span>
              <span className={classes.pastTime}>{formatRelative(task.createdAt, query.dataUpdatedAt)}</span>
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
    </section>
  );
}

interface PastPictureProps {
  readonly task: Task;
  readonly model: CatalogueModel;
  readonly links: PictureLinks;
}

/** What came out; of a result that was left with the provider only its kind. */
function PastPicture({ task, model, links }: PastPictureProps) {
  const [result] = task.results;
  const Icon = OUTPUT_ICONS[model.outputType];
  return (
    <span className={classes.pastPicture}>
      {result ? (
        <AssetPicture asset={result} alt="" links={links} isLazy />
      ) : (
        <span className={classes.noPicture}>
          <Icon size={28} stroke={1.25} aria-hidden />
        </span>
      )}
      {task.emulated && <EmulatedMark isOver />}
    </span>
  );
}
