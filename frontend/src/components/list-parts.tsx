import { Button, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import page from './list-page.module.css';

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e'];

/** Holds the place of a list until it was read. */
export function ListSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={page.card} role="status" aria-label={t('loading')}>
      {SKELETON_ROWS.map((row) => (
        <Skeleton key={row} height={48} />
      ))}
    </div>
  );
}

interface MoreButtonProps {
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly label: string;
}

/** Reads the next part of a list, where there is one. */
export function MoreButton({ list, label }: MoreButtonProps) {
  if (!list.hasNextPage) return null;
  return (
    <Button
      variant="default"
      className={page.more ?? ''}
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {label}
    </Button>
  );
}
