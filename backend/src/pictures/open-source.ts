import { readFile } from 'node:fs/promises';
import type { PictureType } from '@atelier/shared/limits';
import { MAX_PICTURE_PIXELS } from '@atelier/shared/limits';
import type { Sharp } from 'sharp';
import { sharp } from './guarded-sharp.ts';
import { DECODE_TIMEOUT_SECONDS } from './normalise.ts';
import type { Raster } from './raster.ts';
import { sniff } from './sniff.ts';

/** An input of an operation: our own normalised copy, so any failure to open it is ours. */
export interface Source {
  readonly bytes: Buffer;
  readonly type: PictureType;
}

export async function readSource(path: string): Promise<Source> {
  const bytes = await readFile(path);
  const sniffed = sniff(bytes);
  if (!sniffed.accepted) throw new Error(`the input of an operation is ${sniffed.detected}`);
  return { bytes, type: sniffed.type };
}

/** The whole picture as 8-bit sRGB, three channels or four when it has transparency. */
export async function decodeSource(source: Source): Promise<Raster> {
  const { data, info } = await open(source).raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) throw new Error(`decoded to ${info.channels} channels`);
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/**
 * A copy of at most `longSide` pixels with transparency on white, three channels; decodes at reduced size where the
 * format can.
 */
export async function decodeGuide(source: Source, longSide: number): Promise<Raster> {
  const { data, info } = await open(source)
    .flatten({ background: '#fff' })
    .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`);
  return { data, width: info.width, height: info.height, channels: 3 };
}

/** A whole opaque picture squeezed to a square, three channels. */
export async function squareOf({ data, width, height }: Raster, side: number): Promise<Uint8Array> {
  // Of libvips' kernels the one whose squares give the best masks (`bench/cutout-quality.ts`).
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'fill', kernel: 'mitchell' })
    .raw()
    .toBuffer();
}

function open({ bytes }: Source): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_PICTURE_PIXELS, failOn: 'truncated' })
    .toColourspace('srgb')
    .timeout({ seconds: DECODE_TIMEOUT_SECONDS });
}
