import { useRef } from 'react';

/** The same key while the wish says the same, so that trying again after a lost answer does nothing twice. */
export function useOnceKey(): (wish: unknown) => string {
  const latest = useRef<{ text: string; key: string }>(undefined);
  return (wish) => {
    const text = JSON.stringify(wish);
    if (latest.current?.text !== text) latest.current = { text, key: crypto.randomUUID() };
    return latest.current.key;
  };
}
