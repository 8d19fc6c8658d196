import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../src/lib/app-error.ts';
import { describeFile } from '../src/lib/describe-file.ts';
import type {
  FitJob,
  FittedPicture,
  PictureFile,
  PicturePool,
  ProducedPicture,
} from '../src/pictures/picture-pool.ts';

/**
 * Stands in for the picture threads where a test is about tasks and money, not about pixels: inputs are taken as they
 * are, and each job copies its input as its results. `behaviour` lets a test make jobs slow or fail.
 */
export class FakePictures implements PicturePool {
  jobs = 0;
  running = 0;
  peak = 0;
  behaviour: (job: number, signal: AbortSignal | undefined) => Promise<void> = async () => undefined;

  async normalise({
    sourcePath,
    outputDirectory,
  }: Parameters<PicturePool['normalise']>[0]): Promise<PictureFile> {
    return this.#copy(sourcePath, path.join(outputDirectory, `normalised-${path.basename(sourcePath)}`));
  }

  async fit({ sourcePath, outputDirectory, ...wanted }: FitJob): Promise<FittedPicture> {
    const { path: file, ...facts } = await this.#copy(sourcePath, path.join(outputDirectory, 'fitted'));
    const { width, height } = wanted;
    return { path: file, contentType: facts.contentType, sizeBytes: facts.sizeBytes, width, height };
  }

  async process(
    { operation, parameters, sourcePath, outputDirectory }: Parameters<PicturePool['process']>[0],
    hooks: Parameters<PicturePool['process']>[1] = {},
  ): Promise<readonly ProducedPicture[]> {
    this.jobs += 1;
    this.running += 1;
    this.peak = Math.max(this.peak, this.running);
    try {
      hooks.onProgress?.('detecting', 0.5);
      await this.behaviour(this.jobs, hooks.signal);
      if (hooks.signal?.aborted) throw hooks.signal.reason;
      const hasThree = operation === 'basic_clean' && parameters['template'] === 'all';
      const roles = hasThree ? ['matting', 'white-bg', 'enhanced'] : ['matting'];
      const results: ProducedPicture[] = [];
      for (const role of roles) {
        const copy = await this.#copy(sourcePath, path.join(outputDirectory, `${role}-${this.jobs}`));
        results.push({ ...copy, role, name: `${role}.png` });
      }
      return results;
    } finally {
      this.running -= 1;
    }
  }

  async close(): Promise<void> {
    if (this.running > 0) throw new AppError('internal_error', { requestId: 'closed while jobs run' });
  }

  async #copy(from: string, to: string): Promise<PictureFile> {
    await mkdir(path.dirname(to), { recursive: true });
    const thumbnailPath = `${to}.thumbnail`;
    await copyFile(from, to);
    await copyFile(from, thumbnailPath);
    const facts = await describeFile(to);
    return {
      path: to,
      contentType: 'image/png',
      width: 10,
      height: 10,
      hasAlpha: false,
      thumbnailPath,
      ...facts,
    };
  }
}

/** For work that only a cancel ends, also one that came before the work began. */
export const untilAborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve());
  });
