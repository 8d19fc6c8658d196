import { useState } from 'react';

export const COMPARE_MODES = ['slider', 'side', 'result'] as const;
/** Divider over one picture, two panes next to each other, or the result alone. */
export type CompareMode = (typeof COMPARE_MODES)[number];

export const BACKDROPS = ['checker', 'white', 'black', 'color'] as const;
/** What lies behind transparent pixels. */
export type Backdrop = (typeof BACKDROPS)[number];

export interface CompareSettings {
  readonly mode: CompareMode;
  readonly backdrop: Backdrop;
  /** Used by the backdrop `color`, as #rrggbb. */
  readonly color: string;
  /** Share of the stage that shows the original, 0 to 100. */
  readonly position: number;
  readonly set: (change: Partial<Omit<CompareSettings, 'set'>>) => void;
}

/** Kept above the in-page and the full-screen viewer, so that both look the same. */
export function useCompareSettings(): CompareSettings {
  const [settings, setSettings] = useState<Omit<CompareSettings, 'set'>>({
    mode: 'slider',
    backdrop: 'checker',
    color: '#d8e2dc',
    position: 50,
  });
  return { ...settings, set: (change) => setSettings((current) => ({ ...current, ...change })) };
}
