import type { Webhook } from '@atelier/shared/contracts/webhook';
import { WEBHOOK_FAILING_LIMIT_MS } from '@atelier/shared/limits';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useUpdateWebhook } from '../../features/webhooks/webhook-queries.ts';
import { formatDateTime } from '../../lib/format.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { DeliveriesSection } from './deliveries-section.tsx';
import { PanelActions } from './panel-actions.tsx';
import { WebhookState } from './webhook-list.tsx';
import classes from './webhooks-page.module.css';

/** One webhook: how it stands, what can be done with it, and what it was told. */
export function WebhookPanel({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  return (
    <>
      <Link to="/webhooks" className={classes.back ?? ''}>
        <IconChevronLeft size={16} aria-hidden />
        {t('toList')}
      </Link>
      <section className={classes.sheet} aria-labelledby="webhook-title">
        <div className={classes.panelHead}>
          <div className={classes.panelText}>
            <div className={classes.panelTitle}>
              <h2 id="webhook-title">{webhook.description || new URL(webhook.url).host}</h2>
              <WebhookState webhook={webhook} />
            </div>
            <p className={classes.url}>{webhook.url}</p>
          </div>
          <PanelActions webhook={webhook} />
        </div>
        <Trouble webhook={webhook} />
        <Facts webhook={webhook} />
      </section>
      <DeliveriesSection webhook={webhook} />
    </>
  );
}

/** Why nothing is sent any more, or will not be for long, with the way out. */
function Trouble({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const update = useUpdateWebhook();
  const { id, disabled, failingSince } = webhook;
  const switchOn = (
    <Button
      variant="default"
      size="xs"
      loading={update.isPending}
      onClick={() => update.mutate({ id, wish: { isActive: true } })}
    >
      {t('switchOn')}
    </Button>
  );
  if (update.isError) return <FailureNote error={update.error}>{switchOn}</FailureNote>;
  if (disabled) {
    return (
      <Warning text={t(`disabled.${disabled.reason}`, { date: formatDateTime(disabled.at) })}>
        {switchOn}
      </Warning>
    );
  }
  if (!failingSince) return null;
  const offAt = formatDateTime(Date.parse(failingSince) + WEBHOOK_FAILING_LIMIT_MS);
  return <Warning text={t('failing', { since: formatDateTime(failingSince), offAt })} />;
}

function Warning({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className={classes.warning} role="status">
      <IconAlertTriangle size={20} stroke={1.75} className={classes.warningIcon} aria-hidden />
      <p>{text}</p>
      {children}
    </div>
  );
}

function Facts({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const { events, secretHint, previousSecretEndsAt, lastDeliveredAt, createdAt } = webhook;
  const isOverlapping = previousSecretEndsAt !== null && Date.parse(previousSecretEndsAt) > Date.now();
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('field.events')}</dt>
        <dd className={classes.chips}>
          {events.map((type) => (
            <code key={type} className={classes.chip}>
              {type}
            </code>
          ))}
        </dd>
      </div>
      <div>
        <dt>{t('field.secret')}</dt>
        <dd>
          <code>whsec_…{secretHint}</code>
          {isOverlapping && (
            <small className={classes.overlap}>
              {t('overlap', { date: formatDateTime(previousSecretEndsAt) })}
            </small>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('field.lastDelivered')}</dt>
        <dd>{lastDeliveredAt ? formatDateTime(lastDeliveredAt) : t('never')}</dd>
      </div>
      <div>
        <dt>{t('field.created')}</dt>
        <dd>{formatDateTime(createdAt)}</dd>
      </div>
    </dl>
  );
}
