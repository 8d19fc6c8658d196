import type { Webhook, WebhookAttempt, WebhookDeliveryDetails } from '@atelier/shared/contracts/webhook';
import { Button, Skeleton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDelivery, useRedeliver } from '../../features/webhooks/webhook-queries.ts';
import { formatDateTime, formatNumber } from '../../lib/format.ts';
import { Answer } from '../../ui/answer.tsx';
import { CodeBlock, CodeText } from '../../ui/code-block.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './deliveries.module.css';

interface DeliveryDetailsProps {
  readonly webhook: Webhook;
  readonly deliveryId: string;
}

/** What was sent and what came back, attempt by attempt. */
export function DeliveryDetails({ webhook, deliveryId }: DeliveryDetailsProps) {
  const delivery = useDelivery(webhook.id, deliveryId);
  const skeleton = <Skeleton className={classes.detailsSkeleton ?? ''} height={160} />;
  return (
    <Answer query={delivery} waiting={skeleton} box={classes.details}>
      {(known) => <Details webhook={webhook} delivery={known} />}
    </Answer>
  );
}

function Details({ webhook, delivery }: { webhook: Webhook; delivery: WebhookDeliveryDetails }) {
  const { t } = useTranslation('webhooks');
  return (
    <div className={classes.details}>
      <div className={classes.detailsHead}>
        <dl className={classes.ids}>
          <div>
            <dt>webhook-id</dt>
            <dd>
              <code>{delivery.id}</code>
            </dd>
          </div>
          {delivery.taskId && (
            <div>
              <dt>{t('field.task')}</dt>
              <dd>
                <Link to={`/tasks/${delivery.taskId}`}>
                  <code>{delivery.taskId}</code>
                </Link>
              </dd>
            </div>
          )}
          {delivery.nextAttemptAt && delivery.attemptCount > 0 && (
            <div>
              <dt>{t('field.nextAttempt')}</dt>
              <dd>{formatDateTime(delivery.nextAttemptAt)}</dd>
            </div>
          )}
        </dl>
        <SendAgain webhook={webhook} delivery={delivery} />
      </div>
      <h3>{t('attemptsTitle')}</h3>
      {delivery.attempts.length === 0 ? (
        <p className={classes.none}>{t('noAttempts')}</p>
      ) : (
        <ol className={classes.attempts}>
          {delivery.attempts.map((attempt) => (
            <Attempt key={attempt.number} attempt={attempt} />
          ))}
        </ol>
      )}
      <CodeBlock
        title={<h3>{t('payload')}</h3>}
        text={delivery.payload}
        shown={indented(delivery.payload)}
        copyLabel={t('copyPayload')}
      />
    </div>
  );
}

/** For reading; what is signed has no spaces. */
const indented = (payload: string): string => JSON.stringify(JSON.parse(payload), null, 2);

function Attempt({ attempt }: { readonly attempt: WebhookAttempt }) {
  const { t } = useTranslation('webhooks');
  const { number, startedAt, durationMs, statusCode, failure, isUnderWay, excerpt } = attempt;
  const result = isUnderWay
    ? t('delivery.underWay')
    : failure
      ? t(`attemptFailure.${failure}`)
      : t('accepted');
  const tone = isUnderWay ? 'active' : failure ? 'bad' : 'good';
  return (
    <li className={classes.attempt}>
      <div className={classes.attemptLine}>
        <span className={classes.attemptNumber}>{t('attempt', { number: formatNumber(number) })}</span>
        <span className={classes.attemptResult} data-tone={tone}>
          {statusCode === null ? result : `${statusCode} · ${result}`}
        </span>
        <span className={classes.attemptFacts}>
          {durationMs !== null && <span>{t('milliseconds', { count: durationMs })}</span>}
          <time dateTime={startedAt}>{formatDateTime(startedAt)}</time>
        </span>
      </div>
      {excerpt !== null && (
        <>
          <p className={classes.excerptTitle}>{t('excerpt')}</p>
          <CodeText>{excerpt}</CodeText>
        </>
      )}
    </li>
  );
}

function SendAgain({ webhook, delivery }: { webhook: Webhook; delivery: WebhookDeliveryDetails }) {
  const { t } = useTranslation('webhooks');
  const redeliver = useRedeliver(webhook.id);
  const isWaiting = delivery.state === 'pending';
  return (
    <div className={classes.sendAgain}>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={redeliver.isPending || delivery.isUnderWay}
        onClick={() => redeliver.mutate(delivery.id)}
      >
        {isWaiting ? t('sendNow') : t('sendAgain')}
      </Button>
      {redeliver.isError && <FailureNote error={redeliver.error} />}
    </div>
  );
}
