import type { Webhook } from '@atelier/shared/contracts/webhook';
import { Button, Skeleton } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useWebhooks } from '../../features/webhooks/webhook-queries.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { WhenOpened } from '../../ui/when-opened.tsx';
import { VerifySection } from './verify-section.tsx';
import { WebhookList } from './webhook-list.tsx';
import { WebhookPanel } from './webhook-panel.tsx';
import classes from './webhooks-page.module.css';

const AddDialog = lazy(async () => ({ default: (await import('./add-dialog.tsx')).AddDialog }));

/** The addresses that are told of events, and what each was told. */
export function WebhooksPage() {
  const { t } = useTranslation('webhooks');
  const webhooks = useWebhooks();
  const [, setParameters] = useSearchParams();
  const [isAdding, setIsAdding] = useState(false);
  const hasSome = (webhooks.data?.length ?? 0) > 0;

  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.headerText}>
          <h1>{t('title')}</h1>
          <p className={classes.intro}>{t('intro')}</p>
        </div>
        {hasSome && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setIsAdding(true)}>
            {t('add.action')}
          </Button>
        )}
      </header>
      <Answer query={webhooks} waiting={<PageSkeleton />}>
        {(known) => <PageBody webhooks={known} onAdd={() => setIsAdding(true)} />}
      </Answer>
      <WhenOpened isOpen={isAdding}>
        <AddDialog
          isOpen={isAdding}
          onClose={() => setIsAdding(false)}
          onMade={(id) => setParameters({ webhook: id })}
        />
      </WhenOpened>
    </div>
  );
}

interface PageBodyProps {
  readonly webhooks: readonly Webhook[];
  readonly onAdd: () => void;
}

function PageBody({ webhooks, onAdd }: PageBodyProps) {
  const { t } = useTranslation('webhooks');
  if (webhooks.length === 0) {
    return (
      <>
        <div className={classes.sheet}>
          <EmptyState icon={IconWebhook} title={t('empty.title')} text={t('empty.text')}>
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
              {t('add.action')}
            </Button>
          </EmptyState>
        </div>
        <VerifySection />
      </>
    );
  }
  return <Columns webhooks={webhooks} />;
}

/** List and panel side by side; on phones one or the other, as the address says. */
function Columns({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const [parameters] = useSearchParams();
  const chosen = webhooks.find(({ id }) => id === parameters.get('webhook'));
  const shown = chosen ?? webhooks[0];
  if (!shown) return null;
  return (
    <div className={classes.columns} data-chosen={chosen !== undefined}>
      <WebhookList webhooks={webhooks} shownId={shown.id} />
      <div className={classes.detail}>
        <WebhookPanel key={shown.id} webhook={shown} />
        <VerifySection />
      </div>
    </div>
  );
}

function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.columns} role="status" aria-label={t('loading')}>
      <div className={classes.list}>
        <Skeleton height={88} radius={12} />
        <Skeleton height={88} radius={12} />
      </div>
      <Skeleton className={classes.detail ?? ''} height={420} radius={12} />
    </div>
  );
}
