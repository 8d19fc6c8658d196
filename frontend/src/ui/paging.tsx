import type { Pagination } from '@atelier/shared/contracts/envelope';
import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../lib/format.ts';
import classes from './paging.module.css';

interface PagingProps {
  readonly pagination: Pagination;
  /** Names what is leafed through. */
  readonly label: string;
  readonly onPage: (change: 1 | -1) => void;
}

/** Which part of a list, newest first, is shown, and the ways to its neighbours. */
export function Paging({ pagination, label, onPage }: PagingProps) {
  const { t } = useTranslation();
  const { total, limit, offset, hasMore } = pagination;
  const isWhole = total <= limit && offset === 0;
  return (
    <nav className={classes.paging} aria-label={label}>
      {!isWhole && (
        <Button
          variant="default"
          leftSection={<IconChevronLeft size={16} aria-hidden />}
          disabled={offset === 0}
          onClick={() => onPage(-1)}
        >
          {t('paging.newer')}
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
          onClick={() => onPage(1)}
        >
          {t('paging.older')}
        </Button>
      )}
    </nav>
  );
}
