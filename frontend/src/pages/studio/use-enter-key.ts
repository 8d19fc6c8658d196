import { useEffect } from 'react';

/** Enter means something of its own there. */
const OWN_ENTER =
  'a, button, input:not([type="radio"], [type="range"], [type="checkbox"]), select, textarea, [role="dialog"] *';

/** Runs the action on Enter unless the focused element, or an open dialog, uses the key itself. */
export function useEnterKey(action: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing || event.repeat) return;
      if (event.target instanceof Element && event.target.closest(OWN_ENTER)) return;
      if (document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [action]);
}
