import type { Request } from 'express';
import { AppError } from '../lib/app-error.ts';
import { assertIdempotencyKey, hashRequest, type RepeatableRequest } from '../tasks/idempotency.ts';

/**
 * What the Idempotency-Key header makes of a request; undefined without one. `meaning` is everything that matters in
 * the request, what kind of request it is included. @throws AppError idempotency_key_invalid
 */
export function repeatableOf(
  request: Request,
  userId: string,
  meaning: unknown,
): RepeatableRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string') throw new AppError('idempotency_key_invalid');
  assertIdempotencyKey(key);
  return { userId, key, requestHash: hashRequest(meaning) };
}
