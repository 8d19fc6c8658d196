import { useCallback, useEffect, useRef, useState } from 'react';
import {
  checkPicture,
  type PictureLimits,
  type PictureProblem,
  type PictureSize,
} from '../lib/picture-check.ts';

export interface PictureEntry {
  readonly id: string;
  readonly file: File;
  /** Object URL for the thumbnail; revoked when the entry can no longer come back. */
  readonly previewUrl: string;
  readonly state: 'checking' | 'ready' | 'refused';
  readonly problem?: PictureProblem;
  readonly size?: PictureSize;
}

export interface PictureSelection {
  readonly entries: readonly PictureEntry[];
  readonly readyFiles: readonly File[];
  readonly isChecking: boolean;
  /** How many of the last added files did not fit any more. */
  readonly overflow: number;
  /** Pictures that undo would bring back. */
  readonly undoCount: number;
  readonly limits: SelectionLimits;
  add(files: readonly File[]): void;
  remove(id: string): void;
  clear(): void;
  undo(): void;
}

export interface SelectionLimits extends PictureLimits {
  readonly maxFiles: number;
}

interface SelectionState {
  readonly entries: readonly PictureEntry[];
  readonly before: readonly PictureEntry[] | undefined;
  readonly overflow: number;
}

/** A place outside the page where a selection waits while another page is shown. */
export interface KeptSelection {
  state: SelectionState;
  /** Takes files out for good after they were handed on, and the refused ones with them; also while no page shows them. */
  readonly release: (files: readonly File[]) => void;
  /** The page that shows the selection just now. */
  shownBy: ((files: readonly File[]) => void) | undefined;
  /** Forgets the pictures and frees their thumbnails. */
  readonly discard: () => void;
}

export function keepSelection(): KeptSelection {
  const kept: KeptSelection = {
    state: EMPTY,
    shownBy: undefined,
    release: (files) => {
      const known = kept.state.entries;
      kept.state = withoutFiles(kept.state, files);
      for (const entry of known)
        if (!kept.state.entries.includes(entry)) URL.revokeObjectURL(entry.previewUrl);
      kept.shownBy?.(files);
    },
    discard: () => {
      for (const { previewUrl } of [...kept.state.entries, ...(kept.state.before ?? [])])
        URL.revokeObjectURL(previewUrl);
      kept.state = EMPTY;
    },
  };
  return kept;
}

const EMPTY: SelectionState = { entries: [], before: undefined, overflow: 0 };
/** Decoding many large pictures at once would stall a phone. */
const CHECKS_AT_ONCE = 2;

let nextId = 0;
const toEntry = (file: File): PictureEntry => {
  nextId += 1;
  return { id: `picture-${nextId}`, file, previewUrl: URL.createObjectURL(file), state: 'checking' };
};

const counts = (entry: PictureEntry): boolean => entry.state !== 'refused';

/** With room for one picture only, a new one takes the place of the old. */
function withAdded(state: SelectionState, added: readonly PictureEntry[], maxFiles: number): SelectionState {
  const kept = maxFiles === 1 && added.length > 0 ? [] : state.entries;
  const room = Math.max(0, maxFiles - kept.filter(counts).length);
  return {
    entries: [...kept, ...added.slice(0, room)],
    before: undefined,
    overflow: Math.max(0, added.length - room),
  };
}

function withoutFiles(state: SelectionState, files: readonly File[]): SelectionState {
  const entries = state.entries.filter((entry) => counts(entry) && !files.includes(entry.file));
  return { entries, before: undefined, overflow: 0 };
}

/** Runs the checks of waiting entries, a few at a time, and reports each verdict once. */
function useChecks(
  entries: readonly PictureEntry[],
  limits: PictureLimits,
  onVerdict: (id: string, change: Partial<PictureEntry>) => void,
): void {
  const started = useRef(new Set<string>());
  const running = useRef(0);
  useEffect(() => {
    for (const entry of entries) {
      if (entry.state !== 'checking' || started.current.has(entry.id)) continue;
      if (running.current >= CHECKS_AT_ONCE) return;
      started.current.add(entry.id);
      running.current += 1;
      void checkPicture(entry.file, limits).then((verdict) => {
        running.current -= 1;
        onVerdict(
          entry.id,
          verdict.ok
            ? { state: 'ready', size: verdict.size }
            : { state: 'refused', problem: verdict.problem },
        );
      });
    }
  }, [entries, limits, onVerdict]);
}

/** Frees thumbnails that neither the list nor undo can show any more, and at the end all that are not kept. */
function usePreviewCleanup(state: SelectionState, kept: KeptSelection | undefined): void {
  const known = useRef(new Map<string, string>());
  useEffect(() => {
    const alive = new Set([...state.entries, ...(state.before ?? [])].map((entry) => entry.id));
    for (const entry of [...state.entries, ...(state.before ?? [])])
      known.current.set(entry.id, entry.previewUrl);
    for (const [id, url] of known.current) {
      if (alive.has(id)) continue;
      URL.revokeObjectURL(url);
      known.current.delete(id);
    }
  }, [state]);
  useEffect(() => {
    const urls = known.current;
    return () => {
      if (kept) return;
      for (const url of urls.values()) URL.revokeObjectURL(url);
      urls.clear();
    };
  }, [kept]);
}

/** The pictures a person has chosen, each checked before it counts. With `kept` they outlive the page; pass a stable one. */
export function usePictureSelection(limits: SelectionLimits, kept?: KeptSelection): PictureSelection {
  const [state, setState] = useState(kept?.state ?? EMPTY);
  useEffect(() => {
    if (kept) kept.state = state;
  }, [kept, state]);

  const onVerdict = useCallback((id: string, change: Partial<PictureEntry>) => {
    const apply = (entry: PictureEntry) => (entry.id === id ? { ...entry, ...change } : entry);
    setState((now) => ({ ...now, entries: now.entries.map(apply), before: now.before?.map(apply) }));
  }, []);
  useChecks(state.entries, limits, onVerdict);
  usePreviewCleanup(state, kept);

  const { maxFiles } = limits;
  const add = useCallback(
    (files: readonly File[]) => {
      const added = files.map(toEntry);
      setState((now) => withAdded(now, added, maxFiles));
    },
    [maxFiles],
  );
  const remove = useCallback((id: string) => {
    setState((now) => ({
      entries: now.entries.filter((entry) => entry.id !== id),
      before: now.entries,
      overflow: 0,
    }));
  }, []);
  const clear = useCallback(() => setState((now) => ({ entries: [], before: now.entries, overflow: 0 })), []);
  const undo = useCallback(() => {
    setState((now) => (now.before ? { entries: now.before, before: undefined, overflow: 0 } : now));
  }, []);
  const release = useCallback((files: readonly File[]) => setState((now) => withoutFiles(now, files)), []);
  useEffect(() => {
    if (!kept) return;
    kept.shownBy = release;
    return () => {
      kept.shownBy = undefined;
    };
  }, [kept, release]);

  return {
    entries: state.entries,
    readyFiles: useReadyFiles(state.entries),
    isChecking: state.entries.some((entry) => entry.state === 'checking'),
    overflow: state.overflow,
    undoCount: state.before ? state.before.length - state.entries.length : 0,
    limits,
    add,
    remove,
    clear,
    undo,
  };
}

/** The same array as long as its files are the same, so that effects on it run only for real changes. */
function useReadyFiles(entries: readonly PictureEntry[]): readonly File[] {
  const ready = entries.filter((entry) => entry.state === 'ready').map((entry) => entry.file);
  const [known, setKnown] = useState<readonly File[]>(ready);
  const isSame = known.length === ready.length && known.every((file, index) => file === ready[index]);
  if (isSame) return known;
  setKnown(ready);
  return ready;
}
