import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PictureFile, PicturePool } from '../picture-pool.ts';
import type { Raster } from '../raster.ts';

/** A temporary folder for one test file, with short cuts for feeding a pool from memory. */
export interface PoolHarness {
  /** A new empty folder. */
  makeDirectory(): Promise<string>;
  /** Writes bytes to a file and normalises it into a new folder. */
  normalise(bytes: Buffer, fileName?: string): Promise<PictureFile>;
  /** Writes bytes to a file and gives its path. */
  write(bytes: Buffer): Promise<string>;
  cleanUp(): Promise<void>;
}

export async function createPoolHarness(pool: PicturePool): Promise<PoolHarness> {
  const root = await mkdtemp(join(tmpdir(), 'atelier-pictures-'));
  let count = 0;
  const makeDirectory = (): Promise<string> => mkdtemp(join(root, 'output-'));
  const write = async (bytes: Buffer): Promise<string> => {
    const path = join(root, `source-${count++}`);
    await writeFile(path, bytes);
    return path;
  };
  return {
    makeDirectory,
    write,
    async normalise(bytes, fileName = 'picture.jpg') {
      return pool.normalise({
        sourcePath: await write(bytes),
        fileName,
        outputDirectory: await makeDirectory(),
      });
    },
    cleanUp: () => rm(root, { recursive: true, force: true }),
  };
}

export function encodePng({ data, width, height, channels }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels } }).png({ compressionLevel: 1 }).toBuffer();
}

export function encodeJpeg({ data, width, height, channels }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels } }).jpeg({ quality: 95 }).toBuffer();
}

/** The pixels of a file. Reads through memory because file loaders are blocked once the engine is in the process. */
export async function readPixels(bytes: Buffer): Promise<Raster> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 };
}

export function listFiles(directory: string): Promise<string[]> {
  return readdir(directory);
}
