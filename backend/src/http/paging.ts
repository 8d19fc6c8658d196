import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import type { Request, Response } from 'express';
import { query, type ValidationChain } from 'express-validator';
import { respond } from './respond.ts';

const MAX_OFFSET = 1_000_000_000;

/** What `limit` and `offset` of a list that is read page by page must look like. */
export const pageRules = (maxLimit = MAX_PAGE_SIZE): ValidationChain[] => [
  query('limit').optional().isInt({ min: 1, max: maxLimit }).withMessage(`1 to ${maxLimit}`),
  query('offset').optional().isInt({ min: 0, max: MAX_OFFSET }).withMessage('0 or more'),
];

/** The page a request asks for, once `pageRules` have passed. */
export const pageOf = ({ query: given }: Request): { limit: number; offset: number } => ({
  limit: Number(given['limit'] ?? DEFAULT_PAGE_SIZE),
  offset: Number(given['offset'] ?? 0),
});

/** Answers with one page of a list whose whole length is `total`. */
export function respondPage<T>(
  request: Request,
  response: Response,
  items: readonly T[],
  { total, limit, offset }: { readonly total: number; readonly limit: number; readonly offset: number },
): void {
  const hasMore = offset + items.length < total;
  respond(request, response, items, { pagination: { total, limit, offset, hasMore } });
}
