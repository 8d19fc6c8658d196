import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import { describeFile } from '../src/lib/describe-file.ts';
import type {
  CheckOutcome,
  OutputFile,
  ProviderAdapter,
  ProviderFailure,
  StartOutcome,
} from '../src/providers/adapter.ts';
import { type Catalogue, loadCatalogue } from '../src/providers/catalogue.ts';
import type { HttpRequest } from '../src/providers/http-messages.ts';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio, type TestStudio, type TestStudioOptions } from './test-studio.ts';

/** What a scripted vendor is like. */
interface VendorNature {
  readonly isRepeatable?: boolean;
  readonly maxConcurrent?: number;
  /** Somebody else who takes money; otherwise it stands for this machine. */
  readonly isPaid?: boolean;
  /** Can be asked to stop. */
  readonly canCancel?: boolean;
}

/** A vendor that takes work, is asked about it and answers what the test tells it to. */
export class ScriptedVendor {
  starts = 0;
  checks = 0;
  cancels = 0;
  start: () => StartOutcome = () => ({ kind: 'accepted', handle: { job: 'j1' }, checkAfterMs: 10 });
  check: () => CheckOutcome = () => ({ kind: 'running', progress: 0.4, checkAfterMs: 10 });
  readonly adapter: ProviderAdapter;

  constructor({ isRepeatable = false, maxConcurrent = 4, isPaid = false, canCancel = false }: VendorNature) {
    this.adapter = {
      slug: 'local',
      isRepeatable,
      maxConcurrent,
      limitPer: 'installation',
      ...(isPaid && {
        connection: {
          label: { en: 'Scripted', 'zh-CN': 'Scripted' },
          website: 'https://scripted.example',
          endpoint: 'https://scripted.example',
          needsKey: false,
          authorize: (request: HttpRequest) => request,
        },
      }),
      ...(canCancel && {
        cancel: () => {
          this.cancels += 1;
          return { kind: 'local', jobs: [] };
        },
      }),
      start: () => ({ kind: 'local', jobs: [] }),
      readStart: () => {
        this.starts += 1;
        return this.start();
      },
      check: ({ handle }) => {
        expect(handle).toEqual({ job: 'j1' });
        return { kind: 'local', jobs: [] };
      },
      readCheck: () => {
        this.checks += 1;
        return this.check();
      },
    };
  }
}

/** A task with one result, as the script delivers it. */
export const ONE_RESULT = { fields: { parameters: '{"template":"matting"}' } };

/** A studio whose every model is with the scripted vendor, and a user with ten credits. */
export async function openWithVendor(
  options: VendorNature & { priceCredits?: number; deadlineMs?: number } & TestStudioOptions = {},
): Promise<{ vendor: ScriptedVendor; studio: TestStudio; client: TaskClient; catalogue: Catalogue }> {
  const { isRepeatable, maxConcurrent, isPaid, canCancel, priceCredits, deadlineMs, ...others } = options;
  const nature = { isRepeatable, maxConcurrent, isPaid, canCancel };
  const vendor = new ScriptedVendor(
    Object.fromEntries(Object.entries(nature).filter(([, value]) => value !== undefined)),
  );
  const real = await loadCatalogue();
  const catalogue: Catalogue = new Map(
    [...real].map(([slug, entry]) => [
      slug,
      {
        ...entry,
        provider: vendor.adapter,
        model: {
          ...entry.model,
          ...(priceCredits !== undefined && { priceRule: { perInput: priceCredits } }),
          ...(deadlineMs !== undefined && { deadlineMs }),
        },
      },
    ]),
  );
  const studio = await openTestStudio({ catalogue, pictures: new FakePictures(), ...others });
  return { vendor, studio, client: new TaskClient(studio, await studio.user(10)), catalogue };
}

/** One finished picture on local disk. */
export async function finishedPicture(): Promise<OutputFile> {
  const file = path.join(tmpdir(), `delivered-${process.pid}-${Math.random()}.png`);
  await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toFile(file);
  await copyFile(file, `${file}.copy`);
  return {
    path: file,
    name: 'matting.png',
    role: 'matting',
    inputPosition: 0,
    thumbnailPath: null,
    contentType: 'image/png',
    width: 4,
    height: 4,
    hasAlpha: false,
    ...(await describeFile(file)),
  };
}

/** The same as a vendor's answer. */
export const deliver = async (): Promise<CheckOutcome & { kind: 'done' }> => ({
  kind: 'done',
  outputs: [await finishedPicture()],
});

export const failed = (failure: Omit<ProviderFailure, 'detail'>): StartOutcome & CheckOutcome => ({
  kind: 'failed',
  failure: { detail: 'said the script', ...failure },
});
