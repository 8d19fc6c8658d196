import type { Webhook } from '@atelier/shared/contracts/webhook';
import { DELIVERY_STATES, type DeliveryState } from '@atelier/shared/webhook-events';
import { NativeSelect, Skeleton } from '@mantine/core';
import { IconFilterOff, IconInbox } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { type DeliveryView, useDeliveries } from '../../features/webhooks/webhook-queries.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Paging } from '../../ui/paging.tsx';
import classes from './deliveries.module.css';
import { DeliveryRow } from './delivery-row.tsx';
import sheet from './webhooks-page.module.css';

/** What the webhook was told in the last thirty days. */
export function DeliveriesSection({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const [view, setView] = useState<DeliveryView>({ state: undefined, page: 1 });
  const deliveries = useDeliveries(webhook.id, view);
  return (
    <section className={sheet.sheet} aria-labelledby="deliveries-title">
      <div className={sheet.sheetHead}>
        <div>
          <h2 id="deliveries-title">{t('deliveries.title')}</h2>
          <p className={sheet.soft}>{t('deliveries.hint')}</p>
        </div>
        <NativeSelect
          className={classes.filter}
          aria-label={t('deliveries.filter')}
          value={view.state ?? ''}
          onChange={(event) => {
            const state = DELIVERY_STATES.find((known) => known === event.currentTarget.value);
            setView({ state, page: 1 });
          }}
          data={[
            { value: '', label: t('deliveries.all') },
            ...DELIVERY_STATES.map((state) => ({ value: state, label: t(`delivery.${state}`) })),
          ]}
        />
      </div>
      <Answer query={deliveries} waiting={<DeliveriesSkeleton />} box={sheet.note}>
        {(known) => (
          <DeliveriesBody
            webhook={webhook}
            deliveries={known}
            isStale={deliveries.isPlaceholderData}
            view={view}
            onView={setView}
          />
        )}
      </Answer>
    </section>
  );
}

interface DeliveriesBodyProps {
  readonly webhook: Webhook;
  readonly deliveries: NonNullable<ReturnType<typeof useDeliveries>['data']>;
  /** Whether they are those of the view before. */
  readonly isStale: boolean;
  readonly view: DeliveryView;
  readonly onView: (view: DeliveryView) => void;
}

function DeliveriesBody({ webhook, deliveries, isStale, view, onView }: DeliveriesBodyProps) {
  const { t } = useTranslation('webhooks');
  const [parameters, setParameters] = useSearchParams();
  const openId = parameters.get('delivery');
  const { items, pagination } = deliveries;
  if (pagination.total === 0) return <NoDeliveries state={view.state} />;
  const toggle = (id: string): void =>
    setParameters(id === openId ? { webhook: webhook.id } : { webhook: webhook.id, delivery: id }, {
      replace: true,
    });
  return (
    <>
      <ol className={classes.deliveries} data-stale={isStale || undefined}>
        {items.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            webhook={webhook}
            delivery={delivery}
            isOpen={delivery.id === openId}
            onToggle={() => toggle(delivery.id)}
          />
        ))}
      </ol>
      {pagination.total > pagination.limit && (
        <Paging
          pagination={pagination}
          label={t('deliveries.pages')}
          onPage={(change) => onView({ ...view, page: view.page + change })}
        />
      )}
    </>
  );
}

function NoDeliveries({ state }: { readonly state: DeliveryState | undefined }) {
  const { t } = useTranslation('webhooks');
  return state ? (
    <EmptyState icon={IconFilterOff} title={t('deliveries.noneSuch')} />
  ) : (
    <EmptyState icon={IconInbox} title={t('deliveries.none')} text={t('deliveries.noneText')} />
  );
}

function DeliveriesSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.deliveriesSkeleton} role="status" aria-label={t('loading')}>
      <Skeleton height={24} />
      <Skeleton height={24} />
      <Skeleton height={24} />
    </div>
  );
}
