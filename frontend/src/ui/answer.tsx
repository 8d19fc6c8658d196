import type { ReactNode } from 'react';
import { FailureNote } from './failure-note.tsx';
import { StaleNote } from './stale-note.tsx';

interface AnswerProps<T> {
  readonly query: {
    readonly data: T | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  /** Holds the place until there is something to show. */
  readonly waiting: ReactNode;
  /** Class of a box around what went wrong, where the content has none. */
  readonly box?: string | undefined;
  readonly children: (data: T) => ReactNode;
}

/**
 * What the server answered. A failure takes the place of the content only while there is none: what is on screen, with
 * forms half filled in, stays when it cannot be brought up to date, under a line that says so.
 */
export function Answer<T>({ query: { data, error, refetch }, waiting, box, children }: AnswerProps<T>) {
  const retry = () => void refetch();
  if (data !== undefined) {
    return (
      <>
        {Boolean(error) && <StaleNote onRetry={retry} />}
        {children(data)}
      </>
    );
  }
  if (!error) return waiting;
  const note = <FailureNote error={error} onRetry={retry} />;
  return box ? <div className={box}>{note}</div> : note;
}
