import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PictureJob, ProducedPicture } from '../picture-pool.ts';
import type { Raster } from '../raster.ts';
import {
  createPoolHarness,
  encodeJpeg,
  encodePng,
  type PoolHarness,
  readPixels,
} from '../testing/pool-harness.ts';
import { intersectionOverUnion, makeProductScene } from '../testing/product-scene.ts';
import { createPicturePool } from '../worker-pool.ts';

const pool = createPicturePool({ threads: 2 });
const scene = makeProductScene(900, 700);
let harness: PoolHarness;
let jpegPath: string;

beforeAll(async () => {
  harness = await createPoolHarness(pool);
  jpegPath = await harness.write(await encodeJpeg(scene.picture));
});
afterAll(async () => {
  await pool.close();
  await harness.cleanUp();
});

async function run(
  operation: PictureJob['operation'],
  parameters: PictureJob['parameters'],
  sourcePath = jpegPath,
): Promise<readonly ProducedPicture[]> {
  return pool.process({ operation, parameters, sourcePath, outputDirectory: await harness.makeDirectory() });
}

async function only(
  pictures: Promise<readonly ProducedPicture[]>,
): Promise<{ file: ProducedPicture; pixels: Raster }> {
  const [file, ...others] = await pictures;
  if (!file || others.length > 0) throw new Error('expected one picture');
  return { file, pixels: await readPixels(await readFile(file.path)) };
}

function alphaOf({ data, width, height }: Raster): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => data[i * 4 + 3] as number);
}

/** Mean of each channel over the pixels that are wholly product, or wholly background. */
function meanColour({ data, channels }: Raster, opacity: 0 | 255): number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (const [i, alpha] of scene.alpha.entries()) {
    if (alpha !== opacity) continue;
    for (let c = 0; c < 3; c++) sums[c] = (sums[c] as number) + (data[i * channels + c] as number);
    count++;
  }
  return sums.map((sum) => sum / count);
}

function spread(colour: readonly number[]): number {
  return Math.max(...colour) - Math.min(...colour);
}

describe('basic_clean', () => {
  let pictures: readonly ProducedPicture[];
  beforeAll(async () => {
    pictures = await run('basic_clean', {});
  });
  const pixelsOf = async (role: string): Promise<Raster> =>
    readPixels(await readFile(pictures.find((picture) => picture.role === role)?.path ?? role));

  it('delivers the three files under their names, at the input size, truly described', async () => {
    expect(pictures.map(({ role, name }) => [role, name])).toEqual([
      ['matting', 'matting.png'],
      ['white-bg', 'white-bg.png'],
      ['enhanced', 'enhanced.png'],
    ]);
    for (const picture of pictures) {
      const bytes = await readFile(picture.path);
      const { width, height, format, hasAlpha } = await sharp(bytes).metadata();
      expect([width, height, format, hasAlpha]).toEqual([900, 700, 'png', picture.role === 'matting']);
      expect(picture).toMatchObject({
        width,
        height,
        hasAlpha,
        contentType: 'image/png',
        sizeBytes: bytes.length,
      });
      expect(picture.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(Math.max(...(await thumbnailSize(picture)))).toBe(480);
    }
  });

  it('cuts the product out: IoU above 0.97, soft at the edge', async () => {
    const alpha = alphaOf(await pixelsOf('matting'));
    expect(intersectionOverUnion(alpha, scene.alpha)).toBeGreaterThan(0.97);
    expect(new Set(alpha).size).toBeGreaterThan(20);
  });

  it.each(['white-bg', 'enhanced'])('makes the background of %s exactly 255', async (role) => {
    const alpha = alphaOf(await pixelsOf('matting'));
    const { data } = await pixelsOf(role);
    for (const [i, opacity] of alpha.entries()) {
      if (
        opacity === 0 &&
        ((data[i * 3] as number) & (data[i * 3 + 1] as number) & (data[i * 3 + 2] as number)) !== 255
      ) {
        throw new Error(`pixel ${i} is not white`);
      }
    }
    expect(alpha.filter((opacity) => opacity === 0).length).toBeGreaterThan(alpha.length / 3);
  });

  it('leaves the product untouched on white, and changes it gently when enhanced', async () => {
    const [original, white, enhanced] = [
      scene.picture,
      await pixelsOf('white-bg'),
      await pixelsOf('enhanced'),
    ].map((picture) => meanColour(picture, 255)) as [number[], number[], number[]];
    for (let c = 0; c < 3; c++) {
      expect(Math.abs((white[c] as number) - (original[c] as number))).toBeLessThan(1.5);
      expect(Math.abs((enhanced[c] as number) - (original[c] as number))).toBeLessThan(50);
    }
    expect(enhanced).not.toEqual(white);
  });

  it.each(['matting', 'white_bg', 'enhanced'])('makes only %s when asked', async (template) => {
    const { file } = await only(run('basic_clean', { template }));
    expect(file.role).toBe(template.replace('_', '-'));
  });

  it('says no_subject_found for an empty picture', async () => {
    const grey = {
      data: new Uint8Array(300 * 300 * 3).fill(128),
      width: 300,
      height: 300,
      channels: 3,
    } as const;
    await expect(run('basic_clean', {}, await harness.write(await encodePng(grey)))).rejects.toMatchObject({
      code: 'no_subject_found',
    });
  });

  async function thumbnailSize({ thumbnailPath }: ProducedPicture): Promise<number[]> {
    const { width, height } = await sharp(await readFile(thumbnailPath)).metadata();
    return [width, height];
  }
});

describe('background_removal', () => {
  it('puts the product on exactly the chosen colour', async () => {
    const { file, pixels } = await only(run('background_removal', { background: 'color', color: '#12ab9f' }));
    expect([file.role, file.name, file.hasAlpha]).toEqual(['cutout', 'cutout.png', false]);
    expect([...pixels.data.subarray(0, 3)]).toEqual([0x12, 0xab, 0x9f]);
  });

  it('crops to the product with the same margin all around', async () => {
    const { file, pixels } = await only(run('background_removal', { crop: true, margin: 10 }));
    expect(file.width).toBeLessThan(900);
    const alpha = alphaOf(pixels);
    const columns = new Set<number>();
    const rows = new Set<number>();
    for (const [i, opacity] of alpha.entries()) {
      if (opacity < 16) continue;
      columns.add(i % file.width);
      rows.add(Math.floor(i / file.width));
    }
    const left = Math.min(...columns);
    const top = Math.min(...rows);
    expect(left).toBe(file.width - 1 - Math.max(...columns));
    expect(top).toBe(file.height - 1 - Math.max(...rows));
    expect(left).toBe(top);
    expect(left / Math.max(columns.size, rows.size)).toBeCloseTo(0.1, 2);
  });

  it('softens the edge when asked, never beyond the product', async () => {
    const sharpAlpha = alphaOf((await only(run('background_removal', {}))).pixels);
    const softAlpha = alphaOf((await only(run('background_removal', { feather: 20 }))).pixels);
    const soft = (alpha: Uint8Array): number => alpha.filter((value) => value > 10 && value < 245).length;
    expect(soft(softAlpha)).toBeGreaterThan(soft(sharpAlpha) * 2);
    expect(softAlpha.every((value, i) => value <= (sharpAlpha[i] as number))).toBe(true);
  });

  it('refuses parameters its schema does not know', async () => {
    await expect(run('background_removal', { background: 'plaid' })).rejects.toMatchObject({
      code: 'picture_processing_failed',
    });
  });
});

describe('color_enhancement', () => {
  it.each([
    ['image/jpeg', 'enhanced.jpg'],
    ['image/png', 'enhanced.png'],
    ['image/webp', 'enhanced.webp'],
  ])('answers %s with %s of the same size', async (type, name) => {
    const { data, width, height } = scene.picture;
    const picture = sharp(data, { raw: { width, height, channels: 3 } });
    const bytes = await (type === 'image/jpeg'
      ? picture.jpeg()
      : type === 'image/png'
        ? picture.png()
        : picture.webp()
    ).toBuffer();
    const { file } = await only(run('color_enhancement', {}, await harness.write(bytes)));
    expect([file.name, file.contentType, file.width, file.height]).toEqual([name, type, width, height]);
  });

  it('changes nothing at strength 0', async () => {
    const source = await harness.write(await encodePng(scene.picture));
    const { pixels } = await only(run('color_enhancement', { mode: 'vivid', strength: 0 }, source));
    expect(Buffer.compare(Buffer.from(pixels.data), Buffer.from(scene.picture.data))).toBe(0);
  });

  it('auto_levels stretches a dull picture over the range', async () => {
    const dull = { ...scene.picture, data: scene.picture.data.map((value) => 90 + value * 0.3) };
    const source = await harness.write(await encodePng(dull));
    const { pixels } = await only(run('color_enhancement', { mode: 'auto_levels', strength: 100 }, source));
    const range = ({ data }: Raster): number => {
      const sorted = data.toSorted();
      return (
        (sorted[Math.floor(sorted.length * 0.99)] as number) -
        (sorted[Math.floor(sorted.length * 0.01)] as number)
      );
    };
    expect(range(pixels)).toBeGreaterThan(range(dull) * 1.8);
  });

  it('white_balance takes a colour cast off a grey wall', async () => {
    const side = 200;
    const data = new Uint8Array(side * side * 3);
    for (let i = 0; i < side * side; i++)
      data.set([150 + (i % 60), 120 + (i % 60) * 0.8, 85 + (i % 60) * 0.6], i * 3);
    const source = await harness.write(await encodePng({ data, width: side, height: side, channels: 3 }));
    const { pixels } = await only(run('color_enhancement', { mode: 'white_balance', strength: 100 }, source));
    expect(spread([...pixels.data.subarray(90, 93)])).toBeLessThan(spread([...data.subarray(90, 93)]) / 4);
  });

  it('vivid adds colour, soft takes contrast away', async () => {
    const source = await harness.write(await encodePng(scene.picture));
    const vivid = (await only(run('color_enhancement', { mode: 'vivid', strength: 100 }, source))).pixels;
    const soft = (await only(run('color_enhancement', { mode: 'soft', strength: 100 }, source))).pixels;
    expect(spread(meanColour(vivid, 0))).toBeGreaterThan(spread(meanColour(scene.picture, 0)));
    const contrast = (picture: Raster): number =>
      Math.abs((meanColour(picture, 0)[1] as number) - (meanColour(picture, 255)[1] as number));
    expect(contrast(soft)).toBeLessThan(contrast(scene.picture));
  });

  it('keeps transparency exactly', async () => {
    const { width, height, data } = scene.picture;
    const clear = new Uint8Array(width * height * 4);
    for (let i = 0; i < width * height; i++) {
      clear.set(data.subarray(i * 3, i * 3 + 3), i * 4);
      clear[i * 4 + 3] = scene.alpha[i] as number;
    }
    const source = await harness.write(await encodePng({ data: clear, width, height, channels: 4 }));
    const { file, pixels } = await only(run('color_enhancement', { mode: 'vivid' }, source));
    expect(file.hasAlpha).toBe(true);
    expect(Buffer.compare(Buffer.from(alphaOf(pixels)), Buffer.from(scene.alpha))).toBe(0);
  });
});

describe('style_transfer', () => {
  const styles = ['sketch', 'watercolor', 'noir', 'vintage', 'pop_art', 'comic'];
  const results = new Map<string, Raster>();
  beforeAll(async () => {
    const made = await Promise.all(styles.map((style) => only(run('style_transfer', { style }))));
    for (const [index, style] of styles.entries()) results.set(style, made[index]?.pixels as Raster);
  });
  const resultOf = (style: string): Raster => results.get(style) as Raster;

  it('gives each style its own look, at the input size', () => {
    for (const style of styles) {
      const pixels = resultOf(style);
      expect([pixels.width, pixels.height]).toEqual([900, 700]);
      expect(difference(pixels, scene.picture)).toBeGreaterThan(8);
      for (const other of styles.filter((name) => name > style)) {
        expect(difference(pixels, resultOf(other))).toBeGreaterThan(8);
      }
    }
  });

  it('draws noir without colour and the sketch mostly on paper', () => {
    const { data } = resultOf('noir');
    let colour = 0;
    for (let i = 0; i < data.length; i += 3) colour = Math.max(colour, spread([...data.subarray(i, i + 3)]));
    expect(colour).toBeLessThan(24);
    expect(Math.min(...meanColour(resultOf('sketch'), 0))).toBeGreaterThan(150);
  });

  it('prints pop art in few colours', () => {
    const { data } = resultOf('pop_art');
    const bins = new Map<number, number>();
    for (let i = 0; i < data.length; i += 3) {
      const bin =
        ((data[i] as number) >> 5) * 64 + ((data[i + 1] as number) >> 5) * 8 + ((data[i + 2] as number) >> 5);
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
    const most = [...bins.values()].toSorted((a, b) => b - a).slice(0, 10);
    expect(most.reduce((sum, count) => sum + count, 0)).toBeGreaterThan((data.length / 3) * 0.7);
  });

  it('gives the same picture for the same input', async () => {
    const again = (await only(run('style_transfer', { style: 'sketch' }))).pixels;
    expect(difference(again, resultOf('sketch'))).toBe(0);
  });

  it('lets the photo through at strength 0', async () => {
    const source = await harness.write(await encodePng(scene.picture));
    const { pixels } = await only(run('style_transfer', { style: 'comic', strength: 0 }, source));
    expect(difference(pixels, scene.picture)).toBe(0);
  });

  function difference(a: Raster, b: Raster): number {
    let sum = 0;
    for (let i = 0; i < a.data.length; i++) sum += Math.abs((a.data[i] as number) - (b.data[i] as number));
    return sum / a.data.length;
  }
});
