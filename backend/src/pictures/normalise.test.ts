import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CorpusFile, makeUploadCorpus } from '../../test/upload-corpus.ts';
import { AppError } from '../lib/app-error.ts';
import { createPoolHarness, listFiles, type PoolHarness, readPixels } from './testing/pool-harness.ts';
import { createPicturePool } from './worker-pool.ts';

const pool = createPicturePool({ threads: 2 });
let harness: PoolHarness;
let corpus: CorpusFile[];

beforeAll(async () => {
  harness = await createPoolHarness(pool);
  corpus = await makeUploadCorpus();
});
afterAll(async () => {
  await pool.close();
  await harness.cleanUp();
});

/** Four flat quarters: red, green / blue, white; each corner tells where it ended up. */
async function quarters(width = 96, height = 64): Promise<Buffer> {
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
  ];
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const quarter = (i % width < width / 2 ? 0 : 1) + (i < (width * height) / 2 ? 0 : 2);
    data.set(colours[quarter] ?? [], i * 3);
  }
  return data;
}

async function pixelAt(bytes: Buffer, x: number, y: number): Promise<number[]> {
  const { data, width, channels } = await readPixels(bytes);
  return [...data.subarray((y * width + x) * channels, (y * width + x) * channels + channels)];
}

function flat(channels: 3 | 4, colour: readonly number[], side = 32): Sharp {
  const data = Buffer.alloc(side * side * channels);
  for (let i = 0; i < side * side; i++) data.set(colour, i * channels);
  return sharp(data, { raw: { width: side, height: side, channels } });
}

describe('the upload corpus', () => {
  it('has at least 60 files and meets exactly the expected answer for each, leaving no file behind a refusal', async () => {
    expect(corpus.length).toBeGreaterThanOrEqual(60);
    const answers: Record<string, string> = {};
    for (const { name, bytes } of corpus) {
      const outputDirectory = await harness.makeDirectory();
      const sourcePath = await harness.write(bytes);
      try {
        await pool.normalise({ sourcePath, fileName: name, outputDirectory });
        answers[name] = 'accepted';
      } catch (error) {
        answers[name] = error instanceof AppError ? error.code : String(error);
        expect(await listFiles(outputDirectory), name).toEqual([]);
      }
    }
    expect(answers).toEqual(Object.fromEntries(corpus.map(({ name, expect: code }) => [name, code])));
  });

  it('keeps no original byte sequence of what was hidden in a polyglot', async () => {
    const hidden = corpus.filter(({ why }) => /script|PHP|HTML behind|ZIP behind/.test(why) && why);
    for (const { name, bytes, expect: expected } of hidden.filter((file) => file.expect === 'accepted')) {
      expect(expected).toBe('accepted');
      const copy = await readFile((await harness.normalise(bytes, name)).path);
      for (const marker of ['script', '<?php', 'PK\x03\x04']) expect(copy.includes(marker), name).toBe(false);
    }
    expect(hidden.length).toBeGreaterThanOrEqual(6);
  });
});

describe('orientation and metadata', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('applies EXIF orientation %i and forgets it', async (orientation) => {
    const upright = await quarters();
    // What a camera held that way would store: the inverse of what a viewer must do.
    const stored = storedAs(sharp(upright, { raw: { width: 96, height: 64, channels: 3 } }), orientation);
    const { data, info } = await stored.raw().toBuffer({ resolveWithObject: true });
    const bytes = await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
      .withMetadata({ orientation })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const file = await harness.normalise(bytes);
    expect([file.width, file.height]).toEqual([96, 64]);
    const copy = await readFile(file.path);
    expect((await sharp(copy).metadata()).orientation).toBeUndefined();
    for (const [x, y, colour] of [
      [10, 10, [255, 0, 0]],
      [86, 10, [0, 255, 0]],
      [10, 54, [0, 0, 255]],
      [86, 54, [255, 255, 255]],
    ] as const) {
      const pixel = await pixelAt(copy, x, y);
      for (const c of [0, 1, 2] as const) expect(Math.abs((pixel[c] ?? -99) - colour[c])).toBeLessThan(12);
    }
  });

  it('drops EXIF with position and author, ICC, XMP and comments', async () => {
    const located = corpus.find(({ name }) => name === 'located.jpg');
    const file = await harness.normalise(located?.bytes ?? Buffer.alloc(0));
    const copy = await readFile(file.path);
    const { exif, icc, xmp, iptc } = await sharp(copy).metadata();
    expect({ exif, icc, xmp, iptc }).toEqual({});
    expect(copy.includes('Private')).toBe(false);
  });
});

function storedAs(picture: Sharp, orientation: number): Sharp {
  const turn = { 1: 0, 2: 0, 3: 180, 4: 180, 5: 270, 6: 270, 7: 90, 8: 90 }[orientation] ?? 0;
  const mirrored = [2, 4, 5, 7].includes(orientation);
  // sharp mirrors before it turns; transposed orientations mirror along the other axis for that reason.
  if (!mirrored) return picture.rotate(turn);
  return orientation === 2 || orientation === 4 ? picture.flop().rotate(turn) : picture.rotate(turn).flop();
}

describe('colour and depth', () => {
  it('converts a Display P3 picture by its profile: the same colour, other numbers', async () => {
    const bytes = await flat(3, [200, 60, 60]).withIccProfile('p3').png().toBuffer();
    const [storedRed = 0] = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    const copy = await readFile((await harness.normalise(bytes)).path);
    const converted = await pixelAt(copy, 5, 5);
    for (const [c, value] of [200, 60, 60].entries()) {
      expect(Math.abs((converted[c] ?? -99) - value)).toBeLessThanOrEqual(3);
    }
    expect(Math.abs(storedRed - 200)).toBeGreaterThan(3);
  });

  it('converts CMYK to sRGB', async () => {
    const bytes = await flat(3, [30, 120, 200]).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const file = await harness.normalise(bytes);
    const copy = await readFile(file.path);
    const { space, channels } = await sharp(copy).metadata();
    expect([space, channels, file.contentType]).toEqual(['srgb', 3, 'image/jpeg']);
    const [red = 0, green = 0, blue = 0] = await pixelAt(copy, 5, 5);
    expect(red < green && green < blue).toBe(true);
  });

  it('reduces 16 bits a channel to 8 and keeps transparency', async () => {
    const bytes = await flat(4, [10, 200, 90, 128]).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe('ushort');
    const file = await harness.normalise(bytes);
    const copy = await readFile(file.path);
    expect((await sharp(copy).metadata()).depth).toBe('uchar');
    expect(file.hasAlpha).toBe(true);
    expect(await pixelAt(copy, 3, 3)).toEqual([10, 200, 90, 128]);
  });

  it('keeps a lossless WebP lossless and each format itself', async () => {
    const data = await quarters();
    const picture = sharp(data, { raw: { width: 96, height: 64, channels: 3 } });
    const file = await harness.normalise(await picture.clone().webp({ lossless: true }).toBuffer());
    expect(file.contentType).toBe('image/webp');
    expect(Buffer.compare((await readPixels(await readFile(file.path))).data, data)).toBe(0);
    expect((await harness.normalise(await picture.clone().png().toBuffer())).contentType).toBe('image/png');
    expect((await harness.normalise(await picture.clone().jpeg().toBuffer())).contentType).toBe('image/jpeg');
  });
});

describe('what is written', () => {
  it('describes the file truly and adds a thumbnail of at most 480 pixels', async () => {
    const file = await harness.normalise(await flat(3, [9, 9, 9], 1000).jpeg().toBuffer());
    const copy = await readFile(file.path);
    expect(file.sizeBytes).toBe(copy.length);
    expect(file.sha256).toBe(createHash('sha256').update(copy).digest('hex'));
    const thumbnail = await sharp(await readFile(file.thumbnailPath)).metadata();
    expect([thumbnail.format, thumbnail.width, thumbnail.height]).toEqual(['webp', 480, 480]);
    expect(await listFiles(dirname(file.path))).toHaveLength(2);
  });

  it('lets several uploads share a folder', async () => {
    const outputDirectory = await harness.makeDirectory();
    const sourcePath = await harness.write(await flat(3, [1, 2, 3]).jpeg().toBuffer());
    const job = { sourcePath, fileName: 'same.jpg', outputDirectory };
    const files = await Promise.all([pool.normalise(job), pool.normalise(job)]);
    expect(new Set(files.map(({ path }) => path)).size).toBe(2);
  });
});
