import { lazy, Suspense, useEffect, useState } from 'react';
import { onOpenShortcutList, openShortcutList } from '../lib/shortcut-list.ts';

const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list.tsx')).ShortcutList }));

const TEXT_FIELDS = 'input, textarea, select, [contenteditable="true"]';

/** "?" opens the list of shortcuts from anywhere but a text field. */
export function Shortcuts() {
  const [isWanted, setIsWanted] = useState(false);
  const [isOpen, setIsOpen] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '?' || (event.target instanceof Element && event.target.closest(TEXT_FIELDS))) return;
      openShortcutList();
    };
    const stop = onOpenShortcutList(() => {
      setIsWanted(true);
      setIsOpen(true);
    });
    window.addEventListener('keydown', onKey);
    return () => {
      stop();
      window.removeEventListener('keydown', onKey);
    };
  }, []);

  if (!isWanted) return null;
  return (
    <Suspense fallback={null}>
      <ShortcutList opened={isOpen} onClose={() => setIsOpen(false)} />
    </Suspense>
  );
}
