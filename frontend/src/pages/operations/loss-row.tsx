import type { VendorLoss } from '@atelier/shared/contracts/loss';
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import page from '../../components/list-page.module.css';
import { formatDateTime } from '../../lib/format.ts';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './operations-page.module.css';
import { useResolveLoss } from './operations-queries.ts';

const TextDialog = lazy(async () => ({ default: (await import('./text-dialog.tsx')).TextDialog }));

interface LossRowProps {
  readonly loss: VendorLoss;
  /** Whether it stands on the page of its task. */
  readonly isAtTask?: boolean;
}

/** One loss: what it was about, and either how it was settled or the way to say so. */
export function LossRow({ loss, isAtTask = false }: LossRowProps) {
  const { t } = useTranslation('operations');
  const resolve = useResolveLoss();
  const [isOpen, setIsOpen] = useState(false);
  const { id, taskId, provider, model, estimatedCredits, detail, createdAt, resolvedAt, resolution } = loss;
  const close = () => setIsOpen(false);
  return (
    <li className={`${page.row} ${classes.loss}`}>
      <div className={classes.what}>
        <h3>
          {provider} · {model}
        </h3>
        <p className={classes.soft}>
          {t('losses.facts', {
            credits: t('common:credits', { count: estimatedCredits }),
            time: formatDateTime(createdAt),
          })}
        </p>
        <p className={classes.detail}>{detail}</p>
        {resolvedAt !== null && (
          <p className={classes.settled}>
            {t('losses.resolved', { time: formatDateTime(resolvedAt), resolution: resolution ?? '' })}
          </p>
        )}
      </div>
      <div className={page.actions}>
        {!isAtTask && (
          <Button component={Link} to={`/operations/tasks/${taskId}`} variant="subtle" size="xs">
            {t('losses.task')}
          </Button>
        )}
        {resolvedAt === null && (
          <Button
            variant="default"
            size="xs"
            aria-label={t('losses.resolveOf', { provider, time: formatDateTime(createdAt) })}
            onClick={() => setIsOpen(true)}
          >
            {t('losses.resolve')}
          </Button>
        )}
      </div>
      <WhenOpened isOpen={isOpen}>
        <TextDialog
          isOpen={isOpen}
          title={t('losses.dialog.title')}
          text={t('losses.dialog.text')}
          label={t('losses.dialog.label')}
          confirm={t('losses.dialog.confirm')}
          isPending={resolve.isPending}
          error={resolve.error}
          onConfirm={(typed) => resolve.mutate({ lossId: id, resolution: typed }, { onSuccess: close })}
          onClose={close}
        />
      </WhenOpened>
    </li>
  );
}
