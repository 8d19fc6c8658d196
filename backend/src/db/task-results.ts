import type { Task } from '@atelier/shared/contracts/task';
import type { TaskRow } from './tables.ts';

// A task's results are what is stored here and what its provider's settings leave with the vendor, in this order.

/** A result that was left with the vendor; `expiresAt` is when the vendor's link ends, where known. */
export type LinkedResult = Readonly<Task['links'][number]>;

/** Results of a task that were left with the vendor; none before it is completed. */
export function linksOf({ result_metadata }: Pick<TaskRow, 'result_metadata'>): readonly LinkedResult[] {
  const notes: { readonly links?: readonly LinkedResult[] } =
    result_metadata === null ? {} : JSON.parse(result_metadata);
  return notes.links ?? [];
}

/** How many results a task has, wherever they are. */
export function resultCountOf(task: Pick<TaskRow, 'result_urls' | 'result_metadata'>): number {
  const keys: readonly unknown[] = task.result_urls === null ? [] : JSON.parse(task.result_urls);
  return keys.length + linksOf(task).length;
}

/** Links to all results. `toLink` changes those of stored ones; a vendor's link stays as the vendor wrote it. */
export const resultUrlsOf = (
  task: { readonly results: ReadonlyArray<{ url: string }>; readonly links: ReadonlyArray<{ url: string }> },
  toLink: (url: string) => string = (url) => url,
): string[] => [...task.results.map(({ url }) => toLink(url)), ...task.links.map(({ url }) => url)];
