import { Skeleton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { ReceiptChain } from '../../features/receipts/receipt-chain.tsx';
import { useReceipt } from '../../features/receipts/use-receipt.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './task-page.module.css';

/** The task's money beside its pictures. */
export function ReceiptCard({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('receipts');
  const receipt = useReceipt(taskId);
  const { hash } = useLocation();
  const sectionRef = useRef<HTMLElement>(null);
  const isAskedFor = hash === '#receipt' && receipt.isSuccess;

  // The router leaves anchors alone, and the receipt is not there yet when the page opens.
  useEffect(() => {
    if (isAskedFor) sectionRef.current?.scrollIntoView({ block: 'start' });
  }, [isAskedFor]);

  return (
    <section ref={sectionRef} id="receipt" className={classes.sheet} aria-labelledby="receipt-title">
      <h2 id="receipt-title">{t('title')}</h2>
      {receipt.isPending && <Skeleton height={160} />}
      {receipt.isError && <FailureNote error={receipt.error} onRetry={() => void receipt.refetch()} />}
      {receipt.data && <ReceiptChain receipt={receipt.data} />}
    </section>
  );
}
