import type { BatchItem } from '@atelier/shared/contracts/batch';

/** Names as the server keeps them differ from the disk's in form and spaces only. */
const nameKey = (name: string): string => name.normalize('NFC').replace(/\s+/gu, ' ').trim();

export interface MatchedFiles {
  readonly matched: ReadonlyArray<{ position: number; file: File }>;
  readonly unmatchedCount: number;
}

/**
 * Finds the place of each chosen file among those that still wait: by name, and by size where names repeat or were
 * shortened on the way. Each place is given out once.
 */
export function matchFiles(files: readonly File[], awaited: readonly BatchItem[]): MatchedFiles {
  const free = new Set(awaited);
  const matched: Array<{ position: number; file: File }> = [];
  const take = (file: File, isFit: (item: BatchItem) => boolean): boolean => {
    const item = [...free].find(isFit);
    if (!item) return false;
    free.delete(item);
    matched.push({ position: item.position, file });
    return true;
  };
  const isNamed = (file: File, item: BatchItem): boolean => nameKey(item.name) === nameKey(file.name);
  const isSized = (file: File, item: BatchItem): boolean =>
    item.sizeBytes === null || item.sizeBytes === file.size;
  const left = files
    .filter((file) => !take(file, (item) => isNamed(file, item) && isSized(file, item)))
    .filter((file) => !take(file, (item) => isNamed(file, item)))
    .filter((file) => !take(file, (item) => item.name.includes('…') && item.sizeBytes === file.size));
  matched.sort((one, other) => one.position - other.position);
  return { matched, unmatchedCount: left.length };
}
