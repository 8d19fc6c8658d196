import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FitJob, FittedPicture } from './picture-pool.ts';
import { createPoolHarness, type PoolHarness } from './testing/pool-harness.ts';
import { createPicturePool } from './worker-pool.ts';

const pool = createPicturePool({ threads: 1 });
let harness: PoolHarness;
beforeAll(async () => {
  harness = await createPoolHarness(pool);
});
afterAll(async () => {
  await harness.cleanUp();
  await pool.close();
});

/** Noise, which compresses badly; its right half is transparent when it has four channels. */
async function noisy(channels: 3 | 4, format: 'png' | 'webp' | 'jpeg', side = 600): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const colours = sharp({ create: { width: side, height: side, channels: 3, background: '#888', noise } });
  if (channels === 3) return colours.toFormat(format).toBuffer();
  const opacity = Buffer.from(
    Array.from({ length: side * side }, (_, at) => (at % side < side / 2 ? 255 : 0)),
  );
  return sharp(await colours.png().toBuffer())
    .joinChannel(opacity, { raw: { width: side, height: side, channels: 1 } })
    .toFormat(format)
    .toBuffer();
}

async function fit(bytes: Buffer, wanted: Partial<FitJob>): Promise<FittedPicture> {
  const outputDirectory = await harness.makeDirectory();
  return pool.fit({
    sourcePath: await harness.write(bytes),
    outputDirectory,
    width: 600,
    height: 600,
    ...wanted,
  });
}
const look = async ({ path }: FittedPicture) => sharp(await readFile(path)).metadata();

test('a picture is brought to a size, in its own format', async () => {
  const fitted = await fit(await noisy(3, 'jpeg'), { width: 300, height: 300 });
  expect(fitted).toMatchObject({ contentType: 'image/jpeg', width: 300, height: 300 });
  expect(await look(fitted)).toMatchObject({ format: 'jpeg', width: 300, height: 300 });
});

test('a format that is not taken becomes one that is; transparency chooses PNG', async () => {
  const formats = ['image/jpeg', 'image/png'] as const;
  expect(await fit(await noisy(3, 'webp'), { formats })).toMatchObject({ contentType: 'image/jpeg' });
  const cutOut = await fit(await noisy(4, 'webp'), { formats });
  expect(await look(cutOut)).toMatchObject({ format: 'png', hasAlpha: true });
  expect(await look(await fit(await noisy(4, 'png'), { formats: ['image/jpeg'] }))).toMatchObject({
    format: 'jpeg',
  });
});

test('too many bytes become another format first and a smaller picture only then', async () => {
  const png = await noisy(3, 'png');
  const asJpeg = await fit(png, { maxBytes: 500_000 });
  expect(asJpeg).toMatchObject({ contentType: 'image/jpeg', width: 600 });
  const small = await fit(png, { maxBytes: 40_000 });
  expect(small.sizeBytes).toBeLessThanOrEqual(40_000);
  expect(small.width).toBeLessThan(600);
  const cutOut = await fit(await noisy(4, 'png'), { maxBytes: 60_000, formats: ['image/jpeg', 'image/png'] });
  expect(cutOut.sizeBytes).toBeLessThanOrEqual(60_000);
  expect(await look(cutOut)).toMatchObject({ format: 'png', hasAlpha: true });
});

test('a mask keeps its size and its transparency, and loses colours that nobody looks at', async () => {
  const mask = await noisy(4, 'png');
  const wanted = {
    formats: ['image/png'],
    maxBytes: 50_000,
    mustKeepSize: true,
    keepsColours: false,
  } as const;
  const fitted = await fit(mask, wanted);
  expect(fitted).toMatchObject({ contentType: 'image/png', width: 600, height: 600 });
  const { data } = await sharp(await readFile(fitted.path))
    .extractChannel('alpha')
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([data[0], data[299], data[300], data[599]]).toEqual([255, 255, 0, 0]);
  await expect(fit(mask, { ...wanted, maxBytes: 50 })).rejects.toMatchObject({
    code: 'picture_processing_failed',
  });
});
