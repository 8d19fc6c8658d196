import type { BatchItem } from '@atelier/shared/contracts/batch';
import { Button } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWindowFiles } from '../../components/use-window-files.ts';
import { useCloseBatch } from '../../features/batches/batch-actions.ts';
import { batchUploads } from '../../features/batches/uploads.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './batch-page.module.css';
import { matchFiles } from './match-files.ts';

const NAMES_SHOWN = 4;

interface AwaitedPanelProps {
  readonly batchId: string;
  /** Places whose pictures are not here, and which nobody in this tab sends. */
  readonly awaited: readonly BatchItem[];
  /** Whether this tab has them and was told to stop sending them. */
  readonly isPaused: boolean;
}

/** What did not arrive, e.g. because the tab was closed, and the two ways on. */
export function AwaitedPanel({ batchId, awaited, isPaused }: AwaitedPanelProps) {
  const { t } = useTranslation('batch');
  const close = useCloseBatch();
  const input = useRef<HTMLInputElement>(null);
  const [unmatchedCount, setUnmatchedCount] = useState(0);
  const names = awaited.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const more = awaited.length - names.length;

  const onFiles = (files: readonly File[]) => {
    const { matched, unmatchedCount: left } = matchFiles(files, awaited);
    setUnmatchedCount(left);
    if (matched.length > 0) batchUploads.add(batchId, matched);
  };
  const isHovering = useWindowFiles(onFiles, false);

  return (
    <section className={classes.note} data-hover={isHovering || undefined} aria-labelledby="awaited-title">
      <div className={classes.noteText}>
        <h2 id="awaited-title">{t('missing.title', { count: awaited.length })}</h2>
        <p>{t(isPaused ? 'missing.paused' : 'missing.text')}</p>
        <p className={classes.hint}>
          {t('missing.names', { names: names.join(', ') })}
          {more > 0 && ` ${t('missing.more', { count: more })}`}
        </p>
        {unmatchedCount > 0 && <p role="alert">{t('missing.unmatched', { count: unmatchedCount })}</p>}
        {close.isError && <FailureNote error={close.error} title={t('closeFailed')} />}
        <div className={classes.noteActions}>
          <input
            ref={input}
            type="file"
            hidden
            aria-hidden
            tabIndex={-1}
            data-testid="missing-files"
            accept="image/*"
            multiple
            onChange={(event) => {
              onFiles(Array.from(event.currentTarget.files ?? []));
              event.currentTarget.value = '';
            }}
          />
          {!isPaused && (
            <Button
              leftSection={<IconPhotoPlus size={16} aria-hidden />}
              onClick={() => input.current?.click()}
            >
              {t('missing.choose')}
            </Button>
          )}
          <Button
            variant="default"
            loading={close.isPending}
            onClick={() => close.mutate(batchId, { onSuccess: () => batchUploads.stop(batchId) })}
          >
            {t('missing.close')}
          </Button>
        </div>
      </div>
    </section>
  );
}
