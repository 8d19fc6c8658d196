import type { Webhook } from '@atelier/shared/contracts/webhook';
import { IconAlertTriangle, IconCircleCheck, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ToneBadge } from '../../ui/job-row.tsx';
import classes from './webhooks-page.module.css';

const ICON = { size: 14, stroke: 2, 'aria-hidden': true } as const;

/** How a webhook stands, as sign and word. */
export function WebhookState({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  if (webhook.disabled) {
    return (
      <ToneBadge tone="bad" icon={<IconAlertTriangle {...ICON} />}>
        {t('state.disabled')}
      </ToneBadge>
    );
  }
  if (!webhook.isActive) {
    return (
      <ToneBadge tone="quiet" icon={<IconPlayerPause {...ICON} />}>
        {t('state.off')}
      </ToneBadge>
    );
  }
  if (webhook.failingSince) {
    return (
      <ToneBadge tone="bad" icon={<IconAlertTriangle {...ICON} />}>
        {t('state.failing')}
      </ToneBadge>
    );
  }
  return (
    <ToneBadge tone="good" icon={<IconCircleCheck {...ICON} />}>
      {t('state.active')}
    </ToneBadge>
  );
}

interface WebhookListProps {
  readonly webhooks: readonly Webhook[];
  readonly shownId: string;
}

export function WebhookList({ webhooks, shownId }: WebhookListProps) {
  const { t } = useTranslation('webhooks');
  return (
    <nav className={classes.list} aria-label={t('list')}>
      {webhooks.map((webhook) => (
        <Link
          key={webhook.id}
          to={`?webhook=${webhook.id}`}
          className={classes.card ?? ''}
          aria-current={webhook.id === shownId ? 'true' : undefined}
        >
          <span className={classes.cardHead}>
            <span className={classes.cardName}>{webhook.description || new URL(webhook.url).host}</span>
            <WebhookState webhook={webhook} />
          </span>
          <span className={classes.cardUrl}>{webhook.url}</span>
        </Link>
      ))}
    </nav>
  );
}
