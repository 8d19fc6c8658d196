import { useState } from 'react';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** With `isRange` everything between the last toggled entry and this one follows its new state. */
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
}

/** Which entries of a list are chosen. Entries that left the list are no longer chosen. */
export function useSelection(listed: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();
  const ids = new Set(listed.filter((id) => chosen.has(id)));

  const toggle = (id: string, isRange: boolean) => {
    const next = new Set(ids);
    const isAdding = !next.has(id);
    const from = isRange && anchor !== undefined ? listed.indexOf(anchor) : -1;
    const to = listed.indexOf(id);
    const affected = from === -1 ? [id] : listed.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const affectedId of affected) {
      if (isAdding) next.add(affectedId);
      else next.delete(affectedId);
    }
    setChosen(next);
    setAnchor(id);
  };

  return {
    ids,
    toggle,
    selectAll: () => setChosen(new Set(listed)),
    clear: () => {
      setChosen(new Set());
      setAnchor(undefined);
    },
  };
}
