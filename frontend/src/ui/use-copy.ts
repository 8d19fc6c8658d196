import { useEffect, useRef, useState } from 'react';

const SHOWN_FOR_MS = 2_500;

export type CopyOutcome = 'copied' | 'refused';

/**
 * Puts text on the clipboard and says for a moment whether it worked: browsers refuse it on pages without HTTPS. Where
 * an element is given that shows the text, it is selected then, for the person's own copying.
 */
export function useCopy(): {
  readonly outcome: CopyOutcome | null;
  readonly copy: (text: string, shownIn?: HTMLElement | null) => Promise<void>;
} {
  const [outcome, setOutcome] = useState<CopyOutcome | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async (text: string, shownIn: HTMLElement | null = null): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch (error) {
      console.warn('The browser did not let the page copy', error);
      if (shownIn) window.getSelection()?.selectAllChildren(shownIn);
      setOutcome('refused');
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(null), SHOWN_FOR_MS);
  };
  return { outcome, copy };
}
