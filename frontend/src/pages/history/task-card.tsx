import type { Task } from '@atelier/shared/contracts/task';
import { isEnded } from '@atelier/shared/task-states';
import { Progress, VisuallyHidden } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { EmulatedMark } from '../../features/results/emulated-mark.tsx';
import { OutwardLink } from '../../features/results/outward-link.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import { StateBadge } from '../../features/results/state-badge.tsx';
import { formatDateTime, formatNumber, formatPercent, formatRelative } from '../../lib/format.ts';
import { taskNameOf } from '../../lib/task-name.ts';
import classes from './history-page.module.css';

interface TaskCardProps {
  readonly task: Task;
  readonly recipe: string;
  readonly nowMs: number;
  readonly links: PictureLinks;
  readonly isSelected: boolean;
  readonly onToggle: (id: string, isRange: boolean) => void;
}

/** One task in the list: its picture, its state, when, and what it cost. */
export function TaskCard({ task, recipe, nowMs, links, isSelected, onToggle }: TaskCardProps) {
  const { t } = useTranslation('history');
  const onClick = (event: MouseEvent) => {
    if (!event.shiftKey) return;
    event.preventDefault();
    onToggle(task.id, true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    onToggle(task.id, event.shiftKey);
  };

  return (
    <li className={classes.card} data-selected={isSelected || undefined}>
      <Link
        to={`/tasks/${task.id}`}
        className={classes.cardLink ?? ''}
        data-card=""
        aria-keyshortcuts="Space"
        onClick={onClick}
        onKeyDown={onKeyDown}
        draggable={false}
      >
        <CardPicture task={task} links={links} />
        <span className={classes.cardText}>
          <span className={classes.cardTitle}>{recipe}</span>
          <span className={classes.cardName}>{taskNameOf(task)}</span>
          <span className={classes.cardFacts}>
            <time dateTime={task.createdAt} title={formatDateTime(task.createdAt)}>
              {formatRelative(task.createdAt, nowMs)}
            </time>
            <span>{t('common:credits', { count: task.chargedCredits ?? task.priceCredits })}</span>
          </span>
        </span>
      </Link>
      <AtProvider task={task} />
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={isSelected}
          onChange={(event) => {
            const { nativeEvent } = event;
            onToggle(task.id, nativeEvent instanceof globalThis.MouseEvent && nativeEvent.shiftKey);
          }}
          aria-label={t('select', { number: task.taskNo })}
        />
      </label>
    </li>
  );
}

/** Results that were left with the provider: the way to the only one; of several the task's page has the list. */
function AtProvider({ task }: { readonly task: Task }) {
  const { t } = useTranslation('history');
  const [link, ...others] = task.links;
  if (!link) return null;
  return (
    <span className={classes.atProvider} data-below={task.emulated || undefined}>
      {others.length === 0 ? (
        <OutwardLink link={link} shape="pill" />
      ) : (
        <span className={classes.count}>{t('linked', { count: task.links.length })}</span>
      )}
    </span>
  );
}

function CardPicture({ task, links }: { readonly task: Task; readonly links: PictureLinks }) {
  const { t } = useTranslation('history');
  const picture = task.results[0] ?? task.inputs[0];
  const resultCount = task.results.length + task.links.length;
  return (
    <span className={classes.cardPicture}>
      {picture ? (
        <AssetPicture asset={picture} alt="" links={links} isLazy />
      ) : (
        <span className={classes.noPicture}>
          <IconPhoto size={32} stroke={1.25} aria-hidden />
        </span>
      )}
      {task.emulated && <EmulatedMark isOver />}
      <span className={classes.cardState}>
        <StateBadge state={task.status} />
        {resultCount > 1 && (
          <span className={classes.count}>
            <IconPhoto size={14} stroke={2} aria-hidden />
            <span aria-hidden="true">{formatNumber(resultCount)}</span>
            <VisuallyHidden>{t('common:pictures', { count: resultCount })}</VisuallyHidden>
          </span>
        )}
      </span>
      {!isEnded(task.status) && (
        <span className={classes.cardProgress}>
          <Progress
            value={task.progress}
            size="sm"
            radius={0}
            aria-label={formatPercent(task.progress / 100)}
          />
        </span>
      )}
    </span>
  );
}
