import { ActionIcon, Button } from '@mantine/core';
import { IconAlertCircle, IconClock, IconRefresh, IconUpload, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { JobBar, JobRow, ToneBadge } from '../../ui/job-row.tsx';
import classes from './submission-list.module.css';
import type { Submission, SubmissionQueue } from './submission-queue.ts';

const ICON = { size: 14, stroke: 2, 'aria-hidden': true } as const;

interface SubmissionListProps {
  readonly submissions: readonly Submission[];
  readonly queue: Pick<SubmissionQueue, 'retry' | 'remove' | 'confirmPrice'>;
}

/** Pictures on their way to the server; those that did not get there stay until the person decides. */
export function SubmissionList({ submissions, queue }: SubmissionListProps) {
  if (submissions.length === 0) return null;
  return (
    <ul className={classes.list}>
      {submissions.map((submission) => (
        <SubmissionRow key={submission.id} submission={submission} queue={queue} />
      ))}
    </ul>
  );
}

type RowProps = { readonly submission: Submission } & Pick<SubmissionListProps, 'queue'>;

/** Only the row whose bytes moved is drawn again. */
const SubmissionRow = memo(function SubmissionRow({ submission, queue }: RowProps) {
  const { t } = useTranslation('task-progress');
  const { id, file, previewUrl, state, sentFraction, error } = submission;
  const badges = {
    waiting: { tone: 'quiet', icon: <IconClock {...ICON} />, text: t('submission.waiting') },
    sending: { tone: 'active', icon: <IconUpload {...ICON} />, text: t('submission.sending') },
    checking: { tone: 'active', icon: <IconUpload {...ICON} />, text: t('submission.sent') },
    failed: { tone: 'bad', icon: <IconAlertCircle {...ICON} />, text: t('submission.failed') },
  } as const;
  const badge = badges[state === 'sending' && sentFraction >= 1 ? 'checking' : state];
  const close =
    state === 'failed'
      ? t('submission.dropOf', { name: file.name })
      : t('submission.stopOf', { name: file.name });

  return (
    <JobRow
      thumbnail={<img src={previewUrl} alt="" decoding="async" />}
      title={file.name}
      state={
        <ToneBadge tone={badge.tone} icon={badge.icon}>
          {badge.text}
        </ToneBadge>
      }
      actions={
        <>
          {state === 'failed' && <NextStep submission={submission} queue={queue} />}
          <ActionIcon aria-label={close} title={close} onClick={() => queue.remove(id)}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </>
      }
    >
      {state === 'sending' && (
        <JobBar
          fraction={sentFraction}
          label={t('submission.barOf', { name: file.name })}
          text={sentFraction >= 1 ? t('submission.stored') : t('submission.sending')}
        />
      )}
      {error && (
        <p className={classes.failure} role="alert">
          {error.message}
        </p>
      )}
    </JobRow>
  );
});

/** What helps depends on why the picture was refused: a new agreement, more credits, or another try. */
function NextStep({ submission, queue }: RowProps) {
  const { t } = useTranslation('task-progress');
  const { id, file, error } = submission;
  const newPrice = Number(error?.details.price);
  if (error?.code === 'price_changed' && Number.isInteger(newPrice))
    return (
      <Button onClick={() => queue.confirmPrice(id, newPrice)}>
        {t('submission.agree', { count: newPrice })}
      </Button>
    );
  return (
    <>
      {error?.code === 'credits_insufficient' && (
        <Button component={Link} to="/credits" variant="subtle">
          {t('submission.getCredits')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        aria-label={t('actionOf', { action: t('retry'), name: file.name })}
        onClick={() => queue.retry(id)}
      >
        {t('retry')}
      </Button>
    </>
  );
}
