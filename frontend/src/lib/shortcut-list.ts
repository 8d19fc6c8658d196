const listeners = new Set<() => void>();

/** Asks the open page to show its list of shortcuts. */
export function openShortcutList(): void {
  for (const listener of listeners) listener();
}

export function onOpenShortcutList(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
