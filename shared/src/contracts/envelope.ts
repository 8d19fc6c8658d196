import { z } from 'zod';

/** The frame around every JSON answer. `message` follows Accept-Language; `code` is stable English. */
export interface Envelope<T> {
  readonly success: boolean;
  readonly data: T | null;
  readonly message: string;
  readonly code?: string;
  readonly errors?: readonly FieldProblem[];
  readonly pagination?: Pagination;
  /** Figures behind the message, e.g. `required` and `available` of credits_insufficient. */
  readonly details?: Readonly<Record<string, string | number>>;
}

export const fieldProblemSchema = z.object({ field: z.string(), message: z.string() });
export type FieldProblem = z.infer<typeof fieldProblemSchema>;

export const paginationSchema = z.object({
  total: z.int().min(0),
  /** There: long lists are counted only so far, and there are more than `total`. `hasMore` is always exact. */
  totalIsCapped: z.literal(true).optional(),
  limit: z.int().min(1),
  offset: z.int().min(0),
  hasMore: z.boolean(),
  /** Pass as `cursor` to read on; stable while new rows arrive. Absent on the last page. */
  nextCursor: z.string().optional(),
});
export type Pagination = z.infer<typeof paginationSchema>;
