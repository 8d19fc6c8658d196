import { AppError } from '../lib/app-error.ts';

/** Where a list that runs from new to old goes on: after this row. */
export function writeCursor(row: { readonly created_at: string; readonly id: string }): string {
  return Buffer.from(`${row.created_at}|${row.id}`).toString('base64url');
}

/** @throws AppError request_invalid */
export function readCursor(cursor: string): { createdAt: string; id: string } {
  const [createdAt = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  if (!id || Number.isNaN(Date.parse(createdAt))) throw new AppError('request_invalid', { detail: 'cursor' });
  return { createdAt, id };
}
