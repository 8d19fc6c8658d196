import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
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
