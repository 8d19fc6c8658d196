import { describe, expect, it } from 'vitest';
import { AppError } from '../../lib/app-error.ts';
import type { PictureHooks, PictureJob, PicturePool, ProducedPicture } from '../../pictures/picture-pool.ts';
import type { LocalRequest, StartInput } from '../adapter.ts';
import { loadCatalogue } from '../catalogue.ts';
import { sendLocal } from '../local-transport.ts';
import { adapter } from './adapter.ts';

const input = { name: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 1, width: 10, height: 10, role: null };
const start: StartInput = {
  taskId: 'task_1',
  attempt: 1,
  parameters: { template: 'all' },
  workDirectory: '/work-directory',
  inputs: [
    { ...input, path: '/a', position: 0 },
    { ...input, path: '/b', position: 1 },
  ],
  prepared: [],
  continued: null,
  callbackUrl: null,
};

function produced(job: PictureJob, name: string): ProducedPicture {
  const path = `${job.outputDirectory}/${name}`;
  return {
    ...{ path, name, role: name, contentType: 'image/png', width: 1, height: 1, hasAlpha: true },
    ...{ sizeBytes: 1, sha256: '00', thumbnailPath: `${path}.webp` },
  };
}

/** A pool that records its jobs and reports half-way progress. */
function fakePool(
  process: (job: PictureJob, hooks: PictureHooks) => Promise<readonly ProducedPicture[]>,
): PicturePool {
  return {
    process: (job, hooks = {}) => process(job, hooks),
    normalise: () => Promise.reject(new Error('not used')),
    fit: () => Promise.reject(new Error('not used')),
    close: () => Promise.resolve(),
  };
}

function startLocal(vendorModel: string, input: StartInput): LocalRequest {
  const request = adapter.start({ slug: `local-${vendorModel}`, vendorModel }, input);
  if (request.kind !== 'local') throw new Error('not a local request');
  return request;
}

describe('the local provider', () => {
  it('asks for one job per input, each in a folder of its own', () => {
    const { jobs } = startLocal('basic_clean', start);
    expect(jobs.map(({ inputPosition, job }) => [inputPosition, job.operation, job.sourcePath])).toEqual([
      [0, 'basic_clean', '/a'],
      [1, 'basic_clean', '/b'],
    ]);
    expect(new Set(jobs.map(({ job }) => job.outputDirectory)).size).toBe(2);
  });

  it('runs jobs in order, adds their progress up and names the input of each result', async () => {
    const seen: number[] = [];
    const pool = fakePool(async (job, { onProgress }) => {
      onProgress?.('detecting', 0.5);
      onProgress?.('encoding', 1);
      return [produced(job, 'matting.png'), produced(job, 'white-bg.png')];
    });
    const answer = await sendLocal(pool, startLocal('basic_clean', start), {
      onProgress: (_step, fraction) => seen.push(fraction),
    });
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
    const outcome = adapter.readStart(
      answer,
      { slug: 'local-basic-clean', vendorModel: 'basic_clean' },
      start,
    );
    expect(
      outcome.kind === 'done' && outcome.outputs.map((output) => [output.inputPosition, output.name]),
    ).toEqual([
      [0, 'matting.png'],
      [0, 'white-bg.png'],
      [1, 'matting.png'],
      [1, 'white-bg.png'],
    ]);
  });

  it('begins no further job after one has failed', async () => {
    const begun: string[] = [];
    const pool = fakePool(async (job) => {
      begun.push(job.sourcePath);
      throw new AppError('no_subject_found');
    });
    const sending = sendLocal(pool, startLocal('basic_clean', start), {});
    await expect(sending).rejects.toMatchObject({ code: 'no_subject_found' });
    expect(begun).toEqual(['/a']);
  });

  it('offers its four models with working defaults, each known to the adapter and paid per picture', async () => {
    const catalogue = await loadCatalogue();
    const own = [...catalogue.values()].filter(({ provider }) => provider.slug === 'local');
    expect(own.map(({ model }) => [model.slug, model.priceRule])).toEqual([
      ['local-background-removal', { perInput: 1 }],
      ['local-basic-clean', { perInput: 1 }],
      ['local-color-enhancement', { perInput: 1 }],
      ['local-style-transfer', { perInput: 2 }],
    ]);
    for (const { model } of own) {
      const parameters = model.parameters.parse({});
      expect(startLocal(model.vendorModel, { ...start, parameters }).jobs).toHaveLength(2);
      expect(model.outputCount(parameters, 2)).toBe(model.slug === 'local-basic-clean' ? 6 : 2);
    }
  });
});
