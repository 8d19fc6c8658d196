import type { PictureHooks, PicturePool } from '../pictures/picture-pool.ts';
import type { LocalAnswer, LocalRequest } from './adapter.ts';

/**
 * Does what the local adapter asks for: the jobs one after another. Progress is that of the whole request, each job
 * counting the same. Failures are the pool's AppErrors; after one, or after an abort, no further job is begun.
 */
export async function sendLocal(
  pool: PicturePool,
  { jobs }: LocalRequest,
  { onProgress, signal }: PictureHooks,
): Promise<LocalAnswer> {
  const pictures: LocalAnswer['pictures'][number][] = [];
  for (const [index, { inputPosition, job }] of jobs.entries()) {
    const produced = await pool.process(job, {
      onProgress: (step, fraction) => onProgress?.(step, (index + fraction) / jobs.length),
      ...(signal && { signal }),
    });
    pictures.push(...produced.map((picture) => ({ inputPosition, picture })));
  }
  return { kind: 'local', pictures };
}
