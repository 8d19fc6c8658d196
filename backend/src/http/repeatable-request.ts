import type { Request, Response } from 'express';
import { AppError } from '../lib/app-error.ts';
import { describeFile } from '../lib/describe-file.ts';
import { assertIdempotencyKey, hashRequest, type RepeatableRequest } from '../tasks/idempotency.ts';
import type { ReceivedFile } from './receive-files.ts';

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

/** What files mean to a repeat: their bytes and their names. Nothing is read where the request brought no key. */
export async function meaningOfFiles(
  request: Request,
  files: readonly ReceivedFile[],
): Promise<ReadonlyArray<readonly [sha256: string, name: string]>> {
  if (request.headers['idempotency-key'] === undefined) return [];
  return Promise.all(files.map(async ({ path, name }) => [(await describeFile(path)).sha256, name] as const));
}

/** Says in the answer that it is that of an earlier request. */
export function markReplay(response: Response, isReplay: boolean): void {
  if (isReplay) response.setHeader('Idempotent-Replayed', 'true');
}
