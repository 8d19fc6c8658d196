import type { TaskRow } from '../db/tables.ts';
import type { LinkedResult } from '../db/task-results.ts';
import type { ProviderWarning } from '../providers/adapter.ts';

/** What is worth telling about a task beside its results; kept in `result_metadata`. */
export interface TaskNotes {
  /** Set when fewer results came than were ordered. */
  readonly delivery?: { readonly delivered: number; readonly ordered: number };
  readonly warnings?: readonly ProviderWarning[];
  readonly links?: readonly LinkedResult[];
  /** A stand-in answered instead of the vendor. */
  readonly emulated?: true;
}

export function notesOf({ result_metadata }: Pick<TaskRow, 'result_metadata'>): TaskNotes {
  return result_metadata === null ? {} : JSON.parse(result_metadata);
}

/** The column's value; null when there is nothing to tell. */
export function writeNotes(notes: TaskNotes): string | null {
  return Object.keys(notes).length === 0 ? null : JSON.stringify(notes);
}

/** The notes with more warnings, each said once. */
export function withWarnings(notes: TaskNotes, more: readonly ProviderWarning[] = []): TaskNotes {
  const all = [...(notes.warnings ?? []), ...more];
  const unique = [...new Map(all.map((each) => [`${each.code} ${each.subject}`, each])).values()];
  return unique.length === 0 ? notes : { ...notes, warnings: unique };
}
