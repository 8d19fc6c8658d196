import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { MAX_PICTURE_PIXELS, MIN_PICTURE_SIDE_PIXELS, type PictureType } from '@atelier/shared/limits';
import type { Metadata, Sharp } from 'sharp';
import { AppError } from '../lib/app-error.ts';
import { inspectWebp, isAnimatedPng } from './containers.ts';
import { sharp } from './guarded-sharp.ts';
import type { JobControl } from './job-control.ts';
import { THUMBNAIL_SIDE_PIXELS, writePicture } from './picture-files.ts';
import type { NormaliseJob, NormaliseLimits, PictureFile } from './picture-pool.ts';
import { sniff } from './sniff.ts';

/** A decode that takes longer than this is given up; the largest legal picture needs a fraction of it. */
export const DECODE_TIMEOUT_SECONDS = 30;
const UPLOAD_LIMITS: NormaliseLimits = {
  maxPixels: MAX_PICTURE_PIXELS,
  timeoutSeconds: DECODE_TIMEOUT_SECONDS,
};

const ENDINGS: Readonly<Record<PictureType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Turns untrusted bytes into our own copy of the picture, or says precisely why not. See `PicturePool.normalise`. */
export async function normalise(job: NormaliseJob, control: JobControl): Promise<PictureFile> {
  const bytes = await readFile(job.sourcePath);
  const type = checkContainer(bytes, job.fileName);
  const limits = job.limits ?? UPLOAD_LIMITS;
  const isLarge = (await checkHeader(bytes, job.fileName, limits)) > MAX_PICTURE_PIXELS;
  control.checkpoint();
  const { data, info } = await decoding(job.fileName, () =>
    encodeCopy(openPicture(bytes, limits), { type, isLarge }, bytes).toBuffer({ resolveWithObject: true }),
  );
  control.checkpoint();
  const thumbnail = await makeThumbnail(data, limits);
  control.checkpoint();
  // Several uploads may share the folder.
  return writePicture(control, job.outputDirectory, `${randomUUID()}.${ENDINGS[type]}`, {
    bytes: data,
    contentType: type,
    width: info.width,
    height: info.height,
    hasAlpha: info.channels === 4 || info.channels === 2,
    thumbnail,
  });
}

function checkContainer(bytes: Buffer, name: string): PictureType {
  if (bytes.length === 0) throw new AppError('file_empty', { name });
  const sniffed = sniff(bytes);
  if (!sniffed.accepted) {
    throw new AppError('file_type_unsupported', { name, detected: sniffed.detected });
  }
  const isAnimated =
    (sniffed.type === 'image/png' && isAnimatedPng(bytes)) ||
    (sniffed.type === 'image/webp' && inspectWebp(bytes).isAnimated);
  if (isAnimated) throw new AppError('picture_animated', { name });
  return sniffed.type;
}

/** Reads the header only, so that a pixel flood is refused before a single row is decoded. Gives the pixels. */
async function checkHeader(bytes: Buffer, name: string, { maxPixels }: NormaliseLimits): Promise<number> {
  const { width, height } = await decoding(
    name,
    (): Promise<Metadata> => sharp(bytes, { limitInputPixels: false, failOn: 'warning' }).metadata(),
  );
  if (width * height > maxPixels) {
    throw new AppError('picture_too_many_pixels', { name, limitMegapixels: maxPixels / 1_000_000 });
  }
  if (Math.min(width, height) < MIN_PICTURE_SIDE_PIXELS) {
    throw new AppError('picture_too_small', { name, limitPixels: MIN_PICTURE_SIDE_PIXELS });
  }
  return width * height;
}

/**
 * The pipeline all normalising goes through: upright by EXIF, sRGB by the embedded profile (libvips' own CMYK
 * profile when a CMYK picture has none), eight bits a channel. Metadata is dropped because none is asked for.
 */
function openPicture(bytes: Buffer, { maxPixels, timeoutSeconds }: NormaliseLimits): Sharp {
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning', pages: 1 })
    .autoOrient()
    .toColourspace('srgb')
    .timeout({ seconds: timeoutSeconds });
}

function encodeCopy(
  picture: Sharp,
  { type, isLarge }: { type: PictureType; isLarge: boolean },
  source: Buffer,
): Sharp {
  if (type === 'image/jpeg') {
    // Better tables save a tenth of the bytes and hold the whole picture in memory, six bytes a pixel.
    return picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4', optimiseCoding: !isLarge });
  }
  if (type === 'image/png') return picture.png({ compressionLevel: 2, adaptiveFiltering: true });
  const { isLossless } = inspectWebp(source);
  // Effort 2 of 6: the copy is ours to read again, and the uploader is waiting.
  return isLossless ? picture.webp({ lossless: true, effort: 1 }) : picture.webp({ quality: 92, effort: 2 });
}

/** Made from our own copy: proves that the copy opens, and profits from decoding at reduced size. */
function makeThumbnail(copy: Buffer, { maxPixels }: NormaliseLimits): Promise<Buffer> {
  return sharp(copy, { limitInputPixels: maxPixels })
    .resize({
      width: THUMBNAIL_SIDE_PIXELS,
      height: THUMBNAIL_SIDE_PIXELS,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .webp({ quality: 80, effort: 2 })
    .toBuffer();
}

/** A header that asks for more work than any real picture ends in a time-out: that, too, is the upload's fault. */
async function decoding<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new AppError('file_damaged', { name }, { cause: error });
  }
}
