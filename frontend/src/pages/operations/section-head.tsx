import { Button, Skeleton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../components/list-page.module.css';
import { formatTime } from '../../lib/format.ts';
import classes from './operations-page.module.css';

interface SectionHeadProps {
  readonly title: string;
  /** When what is shown was read, in Unix milliseconds; 0 before the first answer. */
  readonly readAtMs: number;
  readonly isReading: boolean;
  readonly onRefresh: () => void;
  /** What narrows the section down. */
  readonly children?: ReactNode;
}

/** What a section is about, how old its answer is, and the way to a newer one. */
export function SectionHead({ title, readAtMs, isReading, onRefresh, children }: SectionHeadProps) {
  const { t } = useTranslation('operations');
  return (
    <div className={classes.head}>
      <h2>{title}</h2>
      {children}
      <span className={classes.readAt}>{readAtMs > 0 && t('readAt', { time: formatTime(readAtMs) })}</span>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={isReading}
        onClick={onRefresh}
      >
        {t('refresh')}
      </Button>
    </div>
  );
}

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e'];

export function SectionSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={page.card} role="status" aria-label={t('loading')}>
      {SKELETON_ROWS.map((row) => (
        <Skeleton key={row} height={48} />
      ))}
    </div>
  );
}
