import type { Webhook, WebhookDelivery } from '@atelier/shared/contracts/webhook';
import type { DeliveryState } from '@atelier/shared/webhook-events';
import {
  IconAlertCircle,
  IconChevronDown,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconProgress,
  type TablerIcon,
} from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { type Tone, ToneBadge } from '../../ui/job-row.tsx';
import classes from './deliveries.module.css';
import { DeliveryDetails } from './delivery-details.tsx';

const LOOKS: Readonly<Record<DeliveryState, { readonly tone: Tone; readonly Icon: TablerIcon }>> = {
  pending: { tone: 'active', Icon: IconClock },
  delivered: { tone: 'good', Icon: IconCircleCheck },
  failed: { tone: 'bad', Icon: IconAlertCircle },
  canceled: { tone: 'quiet', Icon: IconCircleMinus },
};

/** A delivery's state as sign and word. One that waits for another attempt says so. */
function DeliveryBadge({ delivery }: { readonly delivery: WebhookDelivery }) {
  const { t } = useTranslation('webhooks');
  const { state, isUnderWay, attemptCount } = delivery;
  const { tone, Icon } = LOOKS[state];
  const isRetrying = state === 'pending' && !isUnderWay && attemptCount > 0;
  const Shown = isUnderWay ? IconProgress : Icon;
  return (
    <ToneBadge tone={tone} icon={<Shown size={14} stroke={2} aria-hidden />}>
      {isUnderWay ? t('delivery.underWay') : isRetrying ? t('delivery.retrying') : t(`delivery.${state}`)}
    </ToneBadge>
  );
}

interface DeliveryRowProps {
  readonly webhook: Webhook;
  readonly delivery: WebhookDelivery;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One message in a line; opened, its attempts, its body and the way to send it again. */
export function DeliveryRow({ webhook, delivery, isOpen, onToggle }: DeliveryRowProps) {
  const { t } = useTranslation('webhooks');
  const detailsId = useId();
  const { type, attemptCount, lastStatusCode, lastFailure, createdAt } = delivery;
  const outcome = lastStatusCode ?? (lastFailure && t(`attemptFailure.${lastFailure}`));
  return (
    <li className={classes.delivery} data-open={isOpen}>
      <button
        type="button"
        className={classes.deliveryLine}
        aria-expanded={isOpen}
        aria-controls={detailsId}
        onClick={onToggle}
      >
        <IconChevronDown size={16} className={classes.chevron} aria-hidden />
        <DeliveryBadge delivery={delivery} />
        <code className={classes.deliveryType}>{type}</code>
        <span className={classes.deliveryFacts}>
          <span>
            {attemptCount > 0 && t('attempts', { count: attemptCount })}
            {attemptCount > 0 && outcome !== null && ` · ${outcome}`}
          </span>
          <time dateTime={createdAt}>{formatDateTime(createdAt)}</time>
        </span>
      </button>
      <div id={detailsId} hidden={!isOpen}>
        {isOpen && <DeliveryDetails webhook={webhook} deliveryId={delivery.id} />}
      </div>
    </li>
  );
}
