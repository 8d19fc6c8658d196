import type { Lane } from '@atelier/shared/contracts/lane';
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { ListSkeleton } from '../../components/list-parts.tsx';
import { formatDateTime, formatNumber, formatRelative } from '../../lib/format.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './operations-page.module.css';
import { useLanes, usePauseLane, useResumeLane } from './operations-queries.ts';
import { SectionHead } from './section-head.tsx';
import { useProviderNames } from './use-provider-names.ts';

const TextDialog = lazy(async () => ({ default: (await import('./text-dialog.tsx')).TextDialog }));

/** The lines of waiting tasks, one per provider. */
export function LanesSection() {
  const { t } = useTranslation('operations');
  const lanes = useLanes();
  const nameOf = useProviderNames();
  return (
    <section className={classes.section} aria-label={t('section.lanes')}>
      <SectionHead
        title={t('section.lanes')}
        readAtMs={lanes.dataUpdatedAt}
        isReading={lanes.isFetching}
        onRefresh={() => void lanes.refetch()}
      />
      {lanes.isPending && <ListSkeleton />}
      {lanes.isError && <FailureNote error={lanes.error} onRetry={() => void lanes.refetch()} />}
      {lanes.data && (
        <ul className={page.sheet} aria-label={t('section.lanes')}>
          {lanes.data.map((lane) => (
            <LaneRow key={lane.lane} name={nameOf(lane.lane)} lane={lane} readAtMs={lanes.dataUpdatedAt} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface LaneRowProps {
  readonly name: string;
  readonly lane: Lane;
  readonly readAtMs: number;
}

function LaneRow({ name, lane, readAtMs }: LaneRowProps) {
  const { t } = useTranslation('operations');
  const resume = useResumeLane();
  const [isPausing, setIsPausing] = useState(false);
  const { lane: slug, pause, waiting, running, limit, oldestQueuedAt } = lane;
  return (
    <li className={`${page.row} ${classes.lane}`}>
      <div className={classes.what}>
        <h3>{name}</h3>
        {pause ? (
          <p className={classes.paused}>
            {t('lanes.paused', { time: formatDateTime(pause.at), reason: pause.reason })}
          </p>
        ) : (
          <p className={classes.soft}>{t('lanes.open')}</p>
        )}
      </div>
      <div className={classes.figures}>
        <span>{t('lanes.waiting', { count: waiting })}</span>
        <span>{t('lanes.running', { running: formatNumber(running), limit: formatNumber(limit) })}</span>
        {oldestQueuedAt !== null && (
          <span className={classes.soft}>
            {t('lanes.oldest', { time: formatRelative(oldestQueuedAt, readAtMs) })}
          </span>
        )}
      </div>
      <div className={page.actions}>
        {pause ? (
          <Button
            size="xs"
            aria-label={t('lanes.resumeOf', { lane: name })}
            loading={resume.isPending}
            onClick={() => resume.mutate(slug)}
          >
            {t('lanes.resume')}
          </Button>
        ) : (
          <Button
            variant="default"
            size="xs"
            aria-label={t('lanes.pauseOf', { lane: name })}
            onClick={() => setIsPausing(true)}
          >
            {t('lanes.pause')}
          </Button>
        )}
      </div>
      {resume.isError && <FailureNote error={resume.error} />}
      <WhenOpened isOpen={isPausing}>
        <PauseDialog slug={slug} name={name} isOpen={isPausing} onClose={() => setIsPausing(false)} />
      </WhenOpened>
    </li>
  );
}

interface PauseDialogProps {
  readonly slug: string;
  readonly name: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function PauseDialog({ slug, name, isOpen, onClose }: PauseDialogProps) {
  const { t } = useTranslation('operations');
  const pause = usePauseLane();
  return (
    <TextDialog
      isOpen={isOpen}
      title={t('lanes.dialog.title', { lane: name })}
      text={t('lanes.dialog.text')}
      label={t('lanes.dialog.label')}
      confirm={t('lanes.dialog.confirm')}
      isPending={pause.isPending}
      error={pause.error}
      onConfirm={(reason) => pause.mutate({ lane: slug, reason }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
