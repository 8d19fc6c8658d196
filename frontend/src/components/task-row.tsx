import { ActionIcon, Button } from '@mantine/core';
import {
  IconAlertCircle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconDownload,
  IconLoader2,
  IconPhoto,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AudioSign } from '../features/results/audio-sign.tsx';
import { DownloadLink, type FreshAssets } from '../features/results/download-link.tsx';
import { EmulatedMark } from '../features/results/emulated-mark.tsx';
import { OutwardLink } from '../features/results/outward-link.tsx';
import { VideoStill } from '../features/results/video-still.tsx';
import { formatTime } from '../lib/format.ts';
import { mediaKindOf } from '../lib/media-kind.ts';
import { taskNameOf } from '../lib/task-name.ts';
import { JobBar, JobRow, type Tone, ToneBadge } from '../ui/job-row.tsx';
import type { ProgressTask, RowPicture } from './progress-task.ts';
import classes from './task-progress.module.css';
import { TimeLeft } from './time-left.tsx';

export interface TaskRowActions {
  /** Saves a result whose link is known to be good. */
  readonly onDownload?: (url: string) => void;
  /** Renews links that have run out before they are followed; used instead of `onDownload`. */
  readonly fresh?: FreshAssets;
  readonly onRetry?: (taskId: string) => void;
  readonly onCancel?: (taskId: string) => void;
  /** Where a task has its own page. */
  readonly taskHref?: (taskId: string) => string;
  /** A signed link has run out: the task should be read again. */
  readonly onLinkExpired?: (taskId: string) => void;
  /** Tasks whose button was pressed and not answered yet. */
  readonly busyTaskIds?: readonly string[];
}

interface TaskRowProps extends TaskRowActions {
  readonly task: ProgressTask;
  readonly recipe: string | undefined;
}

const ICON = { size: 14, stroke: 2, 'aria-hidden': true } as const;
const STATES: Readonly<Record<ProgressTask['status'], { tone: Tone; icon: ReactNode }>> = {
  pending: { tone: 'quiet', icon: <IconClock {...ICON} /> },
  processing: { tone: 'active', icon: <IconLoader2 {...ICON} className={classes.turning} /> },
  completed: { tone: 'good', icon: <IconCircleCheck {...ICON} /> },
  failed: { tone: 'bad', icon: <IconAlertCircle {...ICON} /> },
  canceled: { tone: 'quiet', icon: <IconBan {...ICON} /> },
};

function picturesOf(task: ProgressTask): readonly RowPicture[] {
  if (task.results && task.results.length > 0) return task.results;
  const left = new Set(task.links?.map(({ url }) => url));
  const urls = (task.resultUrls ?? []).filter((url) => !left.has(url));
  return urls.map((url, index) => ({
    name: String(index + 1),
    url,
    thumbnailUrl: null,
    downloadUrl: url,
    hasAlpha: true,
  }));
}

interface StoredPictureProps {
  readonly picture: RowPicture;
  readonly alt: string;
  readonly onExpired: (() => void) | undefined;
}

/** A stored picture; when its link has run out it asks once for a fresh one and keeps its box meanwhile. */
function StoredPicture({ picture, alt, onExpired }: StoredPictureProps) {
  const source = picture.thumbnailUrl ?? picture.url;
  const [failedSource, setFailedSource] = useState<string>();
  if (failedSource === source) return <IconPhoto size={28} stroke={1.25} aria-hidden />;
  const onError = () => {
    setFailedSource(source);
    onExpired?.();
  };
  const kind = picture.thumbnailUrl === null ? mediaKindOf(picture.contentType) : 'image';
  if (kind === 'audio') return <AudioSign label={alt} />;
  if (kind === 'video') return <VideoStill url={source} label={alt} onError={onError} />;
  return (
    <img
      src={source}
      alt={alt}
      loading="lazy"
      decoding="async"
      className={picture.hasAlpha ? 'at-checkerboard' : undefined}
      onError={onError}
    />
  );
}

/** What a task is busy with, or what became of it. */
function Details({ task }: { task: ProgressTask }) {
  const { t } = useTranslation('task-progress');
  const name = taskNameOf(task);
  if (task.status === 'processing')
    return (
      <JobBar
        fraction={(task.progress ?? 0) / 100}
        label={t('barOf', { name })}
        text={task.step?.label ?? t('common:state.processing')}
      />
    );
  if (task.status === 'pending') {
    const ahead = task.queuePosition;
    return <p className={classes.note}>{ahead ? t('ahead', { count: ahead }) : t('next')}</p>;
  }
  if (task.status === 'failed')
    return (
      <p className={classes.failure}>
        {task.error ?? t('failedUnknown')}
        {task.chargedCredits === 0 && <span className={classes.note}> {t('refunded')}</span>}
      </p>
    );
  if (task.status === 'canceled')
    return <p className={classes.note}>{task.chargedCredits === 0 ? t('refunded') : t('canceled')}</p>;
  return task.chargedCredits ? (
    <p className={classes.note}>{t('charged', { count: task.chargedCredits })}</p>
  ) : null;
}

interface DownloadProps {
  readonly picture: RowPicture;
  readonly onDownload: TaskRowActions['onDownload'];
  readonly fresh: FreshAssets | undefined;
}

function Download({ picture, onDownload, fresh }: DownloadProps) {
  const { t } = useTranslation('task-progress');
  const { id, name, downloadUrl } = picture;
  const label = t('downloadOf', { name });
  const sign = <IconDownload size={16} aria-hidden />;
  if (fresh && id !== undefined)
    return (
      <DownloadLink
        asset={{ id, name, downloadUrl }}
        fresh={fresh}
        className={classes.download}
        label={label}
      >
        {sign}
      </DownloadLink>
    );
  return onDownload ? (
    <ActionIcon
      className={classes.download ?? ''}
      aria-label={label}
      title={label}
      onClick={() => onDownload(downloadUrl)}
    >
      {sign}
    </ActionIcon>
  ) : null;
}

/** The results themselves; a picture leads to its task, the corner saves it. */
function Results({ task, onDownload, fresh, taskHref, onLinkExpired }: TaskRowProps) {
  const href = taskHref?.(task.id);
  const onExpired = onLinkExpired ? () => onLinkExpired(task.id) : undefined;
  return (
    <ul className={classes.results}>
      {picturesOf(task).map((picture) => {
        const shown = <StoredPicture picture={picture} alt={picture.name} onExpired={onExpired} />;
        return (
          <li key={picture.downloadUrl} className={classes.result}>
            {href ? <Link to={href}>{shown}</Link> : shown}
            <Download picture={picture} onDownload={onDownload} fresh={fresh} />
          </li>
        );
      })}
      {task.links?.map((link) => (
        <li key={link.url} className={classes.result}>
          <OutwardLink link={link} shape="tile" />
        </li>
      ))}
    </ul>
  );
}

function Actions(props: TaskRowProps) {
  const { task, onRetry, onCancel, busyTaskIds = [] } = props;
  const { t } = useTranslation('task-progress');
  const name = taskNameOf(task);
  const isBusy = busyTaskIds.includes(task.id);
  if (task.status === 'completed') return <Results {...props} />;
  if (task.status === 'failed' && onRetry && task.canRetry !== false) {
    const text = task.priceCredits === undefined ? t('retry') : t('retryFor', { count: task.priceCredits });
    return (
      <Button
        variant="default"
        loading={isBusy}
        leftSection={<IconRefresh size={16} aria-hidden />}
        aria-label={t('actionOf', { action: text, name })}
        onClick={() => onRetry(task.id)}
      >
        {text}
      </Button>
    );
  }
  const isRunning = task.status === 'pending' || task.status === 'processing';
  if (isRunning && onCancel && task.canCancel !== false)
    return (
      <ActionIcon
        loading={isBusy}
        aria-label={t('cancelOf', { name })}
        title={t('common:action.cancel')}
        onClick={() => onCancel(task.id)}
      >
        <IconX size={18} aria-hidden />
      </ActionIcon>
    );
  return null;
}

function hasActions({ task, onRetry, onCancel }: TaskRowProps): boolean {
  if (task.status === 'completed') return picturesOf(task).length + (task.links?.length ?? 0) > 0;
  if (task.status === 'failed') return Boolean(onRetry) && task.canRetry !== false;
  if (task.status === 'pending' || task.status === 'processing')
    return Boolean(onCancel) && task.canCancel !== false;
  return false;
}

export function TaskRow(props: TaskRowProps) {
  const { task, recipe, taskHref, onLinkExpired } = props;
  const { t } = useTranslation('task-progress');
  const name = taskNameOf(task);
  const picture = task.inputs?.[0];
  const onExpired = onLinkExpired ? () => onLinkExpired(task.id) : undefined;
  const shown = picture ? (
    <StoredPicture picture={picture} alt="" onExpired={onExpired} />
  ) : (
    <IconPhoto size={28} stroke={1.25} aria-hidden />
  );
  const { tone, icon } = STATES[task.status];
  const href = taskHref?.(task.id);
  const facts = [recipe, formatTime(task.createdAt)].filter(Boolean).join(' · ');
  const hasTimeLeft = task.status === 'processing' && Boolean(task.estimatedCompletionAt);

  return (
    <JobRow
      thumbnail={
        href ? (
          <Link to={href} tabIndex={-1} aria-hidden="true">
            {shown}
          </Link>
        ) : (
          shown
        )
      }
      title={href ? <Link to={href}>{name}</Link> : name}
      facts={
        hasTimeLeft ? (
          <>
            <TimeLeft until={task.estimatedCompletionAt} /> · {facts}
          </>
        ) : (
          facts
        )
      }
      state={
        <>
          <ToneBadge tone={tone} icon={icon}>
            {t(`common:state.${task.status}`)}
          </ToneBadge>
          {task.emulated && <EmulatedMark />}
        </>
      }
      actions={hasActions(props) ? <Actions {...props} /> : undefined}
    >
      <Details task={task} />
    </JobRow>
  );
}
