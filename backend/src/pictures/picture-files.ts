import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureType } from '@atelier/shared/limits';
import type { JobControl } from './job-control.ts';
import type { PictureFile } from './picture-pool.ts';

/** Longest side of the small copies shown in lists, in pixels. */
export const THUMBNAIL_SIDE_PIXELS = 480;

/**
 * Level 3 without row filters. Filters would make cut-outs a quarter to a third smaller, but take four to six times
 * as long to encode: on 12 megapixels with three results more time than everything else together.
 */
export const PNG_OPTIONS = { compressionLevel: 3, adaptiveFiltering: false } as const;

/** An encoded picture ready to be written, with what is known from encoding it. */
export interface EncodedPicture {
  readonly bytes: Buffer;
  readonly contentType: PictureType;
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly thumbnail: Buffer;
}

/**
 * Writes a picture and its thumbnail under a temporary name and renames them, so that a reader sees a whole file
 * or none. The folder must exist. Files are tracked in `control` and vanish when the job does not finish.
 */
export async function writePicture(
  control: JobControl,
  directory: string,
  name: string,
  picture: EncodedPicture,
): Promise<PictureFile> {
  const path = join(directory, name);
  const thumbnailPath = join(directory, `${name}.thumbnail.webp`);
  await writeWhole(control, path, picture.bytes);
  await writeWhole(control, thumbnailPath, picture.thumbnail);
  return {
    path,
    contentType: picture.contentType,
    width: picture.width,
    height: picture.height,
    hasAlpha: picture.hasAlpha,
    sizeBytes: picture.bytes.length,
    sha256: createHash('sha256').update(picture.bytes).digest('hex'),
    thumbnailPath,
  };
}

async function writeWhole(control: JobControl, path: string, bytes: Buffer): Promise<void> {
  const partialPath = `${path}.partial`;
  control.track(partialPath);
  control.track(path);
  await writeFile(partialPath, bytes);
  control.checkpoint();
  await rename(partialPath, path);
}
