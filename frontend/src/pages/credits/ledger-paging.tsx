import type { Pagination } from '@atelier/shared/contracts/envelope';
import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../lib/format.ts';
import classes from './credits-page.module.css';

interface LedgerPagingProps {
  readonly pagination: Pagination;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** Which part of the ledger is shown, and the way to the next part. */
export function LedgerPaging({ pagination, page, onPage }: LedgerPagingProps) {
  const { t } = useTranslation('credits');
  const { total, limit, offset, hasMore } = pagination;
  const isWhole = total <= limit && page === 1;
  return (
    <nav className={classes.paging} aria-label={t('paging.label')}>
      {!isWhole && (
        <Button
          variant="default"
          leftSection={<IconChevronLeft size={16} aria-hidden />}
          disabled={page <= 1}
          onClick={() => onPage(page - 1)}
        >
          {t('paging.previous')}
        </Button>
      )}
      <span className={classes.range} role="status">
        {t('paging.range', {
          from: formatNumber(Math.min(offset + 1, total)),
          to: formatNumber(Math.min(offset + limit, total)),
          total: formatNumber(total),
        })}
      </span>
      {!isWhole && (
        <Button
          variant="default"
          rightSection={<IconChevronRight size={16} aria-hidden />}
          disabled={!hasMore}
          onClick={() => onPage(page + 1)}
        >
          {t('paging.next')}
        </Button>
      )}
    </nav>
  );
}
