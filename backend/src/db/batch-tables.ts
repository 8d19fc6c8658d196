import type { Selectable } from 'kysely';

/** Many pictures, one recipe, a task of each picture. */
export interface BatchesTable {
  id: string;
  /** For people, like a task's number. */
  batch_no: string;
  user_id: string;
  task_type: string;
  ai_model: string;
  input_parameters: string;
  /** The agreed price of one picture. */
  price_credits: number;
  /** The most that all its tasks together may hold and have been charged. */
  max_credits: number;
  /** Pictures that were announced. */
  file_count: number;
  /** Set when it takes no more pictures. */
  closed_at: string | null;
  deleted_at: string | null;
  created_at: string;
  /** Also moved by whoever needs its row to himself for a transaction. */
  updated_at: string;
}

/** One place of a batch: missing while it has neither task nor error. */
export interface BatchItemsTable {
  batch_id: string;
  /** From 0. */
  position: number;
  user_id: string;
  name: string;
  announced_bytes: number | null;
  /** SHA-256 of the bytes as they arrived, or the asset that was named; tells a repeat from another picture. */
  fingerprint: string | null;
  task_id: string | null;
  /** Why the picture that was sent last did not become a task. */
  error_code: string | null;
  error_values: string | null;
  updated_at: string;
}

export type BatchRow = Selectable<BatchesTable>;
export type BatchItemRow = Selectable<BatchItemsTable>;
