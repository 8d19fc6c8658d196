import { Button } from '@mantine/core';
import type { InfiniteData, InfiniteQueryObserverResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Page } from '../../lib/api-client.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './history-page.module.css';

/** As much of a list that is read on as is needed here. */
type History = Pick<
  InfiniteQueryObserverResult<InfiniteData<Page<readonly unknown[]>>>,
  'data' | 'error' | 'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'fetchNextPage'
>;

interface LoadMoreProps {
  readonly history: History;
  /** What stands at the end of a list of so many. */
  readonly endText: (count: number) => string;
}

/** Reads on when the end of the list comes near; the button does the same for those who do not scroll. */
export function LoadMore({ history, endText }: LoadMoreProps) {
  const { t } = useTranslation('history');
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = history;
  const endRef = useRef<HTMLDivElement>(null);
  const mayReadOn = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;

  useEffect(() => {
    const end = endRef.current;
    if (!end || !mayReadOn) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void fetchNextPage();
      },
      { rootMargin: '400px' },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [mayReadOn, fetchNextPage]);

  // At the end everything is here, while long lists are counted only so far.
  const total = history.data?.pages.reduce((sum, page) => sum + page.items.length, 0);
  return (
    <div ref={endRef} className={classes.more}>
      {isFetchNextPageError && <FailureNote error={history.error} onRetry={() => void fetchNextPage()} />}
      {hasNextPage && !isFetchNextPageError && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {!hasNextPage && total !== undefined && <p className={classes.hint}>{endText(total)}</p>}
    </div>
  );
}
