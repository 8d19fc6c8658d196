import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { coalesce } from '../../lib/coalesce.ts';

/** Has parts of the server cache read again: each part at once, and then no more often than it can bear. */
export interface Refresher {
  /** Every window of a key counts by itself: what asks seldom is not held up by what asks all the time. */
  ask(key: QueryKey, windowMs: number): void;
  stop(): void;
}

export function createRefresher(queryClient: Pick<QueryClient, 'invalidateQueries'>): Refresher {
  const parts = new Map<string, ReturnType<typeof coalesce>>();
  const partOf = (key: QueryKey, windowMs: number) => {
    const name = `${windowMs} ${JSON.stringify(key)}`;
    const known = parts.get(name);
    if (known) return known;
    const made = coalesce(() => void queryClient.invalidateQueries({ queryKey: key }), windowMs);
    parts.set(name, made);
    return made;
  };
  return {
    ask: (key, windowMs) => partOf(key, windowMs).ask(),
    stop: () => {
      for (const part of parts.values()) part.stop();
      parts.clear();
    },
  };
}
