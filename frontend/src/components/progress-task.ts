import type { TaskState } from '@atelier/shared/task-states';
import type { LinkedResult } from '../features/results/outward-link.tsx';

/** A stored picture as far as a row shows it. */
export interface RowPicture {
  /** What the file is asked for by, where its links can be renewed. */
  readonly id?: string;
  readonly name: string;
  readonly url: string;
  readonly thumbnailUrl: string | null;
  readonly downloadUrl: string;
  readonly hasAlpha: boolean;
  /** Without it the file is taken for a picture. */
  readonly contentType?: string;
}

/** What TaskProgress can show of a task. Only the first three fields are needed; the rest appears when it is there. */
export interface ProgressTask {
  readonly id: string;
  readonly status: TaskState;
  readonly createdAt: Date | string;
  readonly progress?: number;
  readonly resultUrls?: readonly string[];
  readonly error?: string | null;
  readonly taskNo?: string;
  readonly taskType?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** A stand-in answered instead of the vendor. */
  readonly emulated?: boolean;
  readonly step?: { readonly key: string; readonly label: string } | null;
  /** When it can be expected to end, ISO 8601; null when that is unknown. */
  readonly estimatedCompletionAt?: string | null | undefined;
  readonly queuePosition?: number | null;
  readonly inputs?: readonly RowPicture[];
  readonly results?: readonly RowPicture[];
  /** Results that were left with the provider. */
  readonly links?: readonly LinkedResult[];
  readonly chargedCredits?: number | null;
  readonly priceCredits?: number;
  /** Without these two, failed tasks can be tried again and running ones canceled. */
  readonly canRetry?: boolean;
  readonly canCancel?: boolean;
}
