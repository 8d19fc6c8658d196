import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ReceiptChain } from '../../features/receipts/receipt-chain.tsx';
import { useReceipt } from '../../features/receipts/use-receipt.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './task-page.module.css';

/** The task's money beside its pictures. */
export function ReceiptCard({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('receipts');
  const receipt = useReceipt(taskId);
  return (
    <section id="receipt" className={classes.sheet} aria-labelledby="receipt-title">
      <h2 id="receipt-title">{t('title')}</h2>
      {receipt.isPending && <Skeleton height={160} />}
      {receipt.isError && <FailureNote error={receipt.error} onRetry={() => void receipt.refetch()} />}
      {receipt.data && <ReceiptChain receipt={receipt.data} />}
    </section>
  );
}
