import { Button, VisuallyHidden } from '@mantine/core';
import { IconPhotoSearch, IconReceipt } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ReceiptChain } from '../../features/receipts/receipt-chain.tsx';
import { useReceipt } from '../../features/receipts/use-receipt.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import classes from './task-page.module.css';
import { TaskSkeleton } from './task-skeleton.tsx';

/** No such task. A deleted one has left its receipt behind, which is what links from the ledger come for. */
export function TaskMissing({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('task');
  const receipt = useReceipt(taskId);
  if (receipt.isPending) return <TaskSkeleton />;
  const isDeleted = receipt.data !== undefined;
  return (
    <div className={classes.page}>
      <VisuallyHidden>
        <h1>{t('shell:title.task')}</h1>
      </VisuallyHidden>
      <EmptyState
        icon={isDeleted ? IconReceipt : IconPhotoSearch}
        title={t(isDeleted ? 'deleted.title' : 'missing.title')}
        text={t(isDeleted ? 'deleted.text' : 'missing.text')}
      >
        <Button component={Link} to="/history">
          {t('missing.history')}
        </Button>
        <Button component={Link} to="/" variant="default">
          {t('missing.studio')}
        </Button>
      </EmptyState>
      {receipt.data && (
        <section className={`${classes.sheet} ${classes.keptReceipt}`} aria-labelledby="receipt-title">
          <h2 id="receipt-title">{t('receipts:title')}</h2>
          <ReceiptChain receipt={receipt.data} />
        </section>
      )}
    </div>
  );
}
