import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PictureJob } from './picture-pool.ts';
import { createPoolHarness, encodeJpeg, listFiles, type PoolHarness } from './testing/pool-harness.ts';
import { makeProductScene } from './testing/product-scene.ts';
import { createPicturePool } from './worker-pool.ts';

const pool = createPicturePool({ threads: 2 });
let harness: PoolHarness;
let sourcePath: string;

beforeAll(async () => {
  harness = await createPoolHarness(pool);
  sourcePath = await harness.write(await encodeJpeg(makeProductScene(1600, 1200).picture));
});
afterAll(async () => {
  await pool.close();
  await harness.cleanUp();
});

async function makeJob(): Promise<PictureJob> {
  const outputDirectory = await harness.makeDirectory();
  return { operation: 'basic_clean', parameters: {}, sourcePath, outputDirectory };
}

describe('the picture pool', () => {
  it('takes at most 50 ms of the event loop between two turns (p99) while four pictures are processed', async () => {
    const jobs = await Promise.all([makeJob(), makeJob(), makeJob(), makeJob()]);
    await pool.process(jobs[0] as PictureJob);
    // This thread's own CPU time, because other test files on the same cores delay its turns as well; the delay on
    // the clock is measured by `scripts/bench/event-loop.ts`.
    const turns: number[] = [];
    let before = process.threadCpuUsage();
    const ticking = setInterval(() => {
      const { user, system } = process.threadCpuUsage(before);
      turns.push((user + system) / 1000);
      before = process.threadCpuUsage();
    }, 5);
    const results = await Promise.all(jobs.map((job) => pool.process(job)));
    clearInterval(ticking);
    expect(results.map((pictures) => pictures.length)).toEqual([3, 3, 3, 3]);
    expect(turns.length).toBeGreaterThan(50);
    expect(turns.toSorted((a, b) => a - b)[Math.floor(turns.length * 0.99)]).toBeLessThanOrEqual(50);
  });

  it('opens pictures while other threads start', async () => {
    const outputDirectory = await harness.makeDirectory();
    const picture = await harness.write(await encodeJpeg(makeProductScene(64, 48).picture));
    let isOver = false;
    let opened = 0;
    const open = async (): Promise<void> => {
      while (!isOver) {
        await pool.normalise({ sourcePath: picture, fileName: 'small.jpg', outputDirectory });
        opened += 1;
      }
    };
    const opening = Promise.all([open(), open()]);
    const starting = (async () => {
      for (let start = 0; start < 8; start += 1) {
        const other = createPicturePool({ threads: 2 });
        const jobs = [1, 2].map(() =>
          other.normalise({ sourcePath: picture, fileName: 'other.jpg', outputDirectory }),
        );
        await Promise.all(jobs);
        await other.close();
      }
    })().finally(() => {
      isOver = true;
    });
    await Promise.all([opening, starting]);
    expect(opened).toBeGreaterThan(20);
  });

  it('reports progress that only grows, through the steps of the work, up to the end', async () => {
    const seen: { step: string; fraction: number }[] = [];
    await pool.process(await makeJob(), { onProgress: (step, fraction) => seen.push({ step, fraction }) });
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect([...new Set(seen.map(({ step }) => step))]).toEqual(
      expect.arrayContaining(['reading', 'detecting', 'refining', 'compositing', 'enhancing', 'encoding']),
    );
  });

  it('rejects with the reason of an abort and leaves no file', async () => {
    for (const stopAt of ['detecting', 'refining', 'compositing', 'enhancing']) {
      const job = await makeJob();
      const controller = new AbortController();
      const reason = new Error(`user canceled at ${stopAt}`);
      const running = pool.process(job, {
        signal: controller.signal,
        onProgress: (step) => {
          if (step === stopAt) controller.abort(reason);
        },
      });
      await expect(running).rejects.toBe(reason);
      expect(await listFiles(job.outputDirectory)).toEqual([]);
    }
  });

  it('rejects at once when the signal is aborted before, or while the job waits in line', async () => {
    const reason = new Error('too late');
    await expect(pool.process(await makeJob(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const busy = [pool.process(await makeJob()), pool.process(await makeJob())];
    const controller = new AbortController();
    const job = await makeJob();
    const waiting = pool.process(job, { signal: controller.signal });
    await delay(20);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await Promise.all(busy);
    expect(await listFiles(job.outputDirectory)).toEqual([]);
  });

  it('refuses with server_busy when too many jobs wait', async () => {
    const small = createPicturePool({ threads: 1, maxWaiting: 1 });
    const jobs = await Promise.all([makeJob(), makeJob(), makeJob(), makeJob(), makeJob()]);
    const settled = await Promise.allSettled(
      jobs.map((job) => small.process({ ...job, operation: 'color_enhancement' })),
    );
    await small.close();
    const refused = settled
      .filter((result) => result.status === 'rejected')
      .map((result) => result.reason.code);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set(['server_busy']));
  });

  it('ends a job that takes longer than allowed', async () => {
    const hasty = createPicturePool({ threads: 1, jobTimeoutMs: 1 });
    await expect(hasty.process(await makeJob())).rejects.toMatchObject({ code: 'picture_processing_failed' });
    await hasty.close();
  });

  it('says picture_processing_failed, with the cause for operators, when its own copy is gone', async () => {
    const job = { ...(await makeJob()), sourcePath: `${sourcePath}-missing` };
    const error = await pool.process(job).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'picture_processing_failed' });
    expect(String((error as Error).cause)).toContain('ENOENT');
  });

  it('does not start with weights other than those it was told', async () => {
    const broken = createPicturePool({ threads: 1, modelPath: sourcePath });
    await expect(broken.process(await makeJob())).rejects.toMatchObject({
      code: 'picture_processing_failed',
    });
    await broken.close();
  });
});
