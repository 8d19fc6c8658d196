import { MAX_PICTURE_PIXELS, MEBIBYTE, MIN_PICTURE_SIDE_PIXELS } from '@atelier/shared/limits';
import { HEADER_BYTES, type PictureHeader, readPictureHeader } from './picture-header.ts';

/** Why a file cannot be used. `heic` is apart from `type` because there is something better to say about it. */
export type PictureProblemCode =
  | 'empty'
  | 'tooLarge'
  | 'heic'
  | 'type'
  | 'animated'
  | 'tooManyPixels'
  | 'tooSmall'
  | 'damaged'
  | 'unreadable';

export interface PictureProblem {
  readonly code: PictureProblemCode;
  /** Figures for the sentence. */
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface PictureLimits {
  readonly maxSizeBytes: number;
  readonly acceptedTypes: readonly string[];
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export type PictureVerdict =
  | { readonly ok: true; readonly size: PictureSize }
  | { readonly ok: false; readonly problem: PictureProblem };

/** Opens the whole picture and says its size in pixels; rejects when it cannot be opened. */
export type DecodePicture = (file: Blob) => Promise<PictureSize>;

const decodeInBrowser: DecodePicture = async (file) => {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
};

const refuse = (code: PictureProblemCode, values?: PictureProblem['values']): PictureVerdict => ({
  ok: false,
  problem: values ? { code, values } : { code },
});

const typeName = (type: string): string =>
  type === 'unknown'
    ? '?'
    : type
        .replace(/^\w+\//, '')
        .replace('+xml', '')
        .toUpperCase();

function checkHeader(header: PictureHeader, acceptedTypes: readonly string[]): PictureVerdict | undefined {
  if (header.type === 'image/heic') return refuse('heic');
  if (header.type === 'unknown') return refuse('type', { detected: '?' });
  if (!acceptedTypes.includes(header.type)) return refuse('type', { detected: typeName(header.type) });
  if (header.isAnimated) return refuse('animated');
  return header.size && checkSize(header.size);
}

function checkSize({ width, height }: PictureSize): PictureVerdict | undefined {
  if (width * height > MAX_PICTURE_PIXELS)
    return refuse('tooManyPixels', {
      megapixels: Math.ceil((width * height) / 1_000_000),
      limit: MAX_PICTURE_PIXELS / 1_000_000,
    });
  if (Math.min(width, height) < MIN_PICTURE_SIDE_PIXELS)
    return refuse('tooSmall', { limit: MIN_PICTURE_SIDE_PIXELS });
  return undefined;
}

async function readHead(file: File): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
  } catch (error) {
    // A folder, or a file that was moved or changed since it was chosen.
    console.warn(`${file.name} cannot be read`, error);
    return undefined;
  }
}

/**
 * Checks a file before anything is sent: by its bytes, then by opening it. The header is judged first, so that a
 * small file with enormous dimensions is never decoded. The server checks everything again.
 */
export async function checkPicture(
  file: File,
  limits: PictureLimits,
  decode: DecodePicture = decodeInBrowser,
): Promise<PictureVerdict> {
  if (file.size === 0) return refuse('empty');
  const head = await readHead(file);
  if (!head) return refuse('unreadable');
  const fault = checkHeader(readPictureHeader(head), limits.acceptedTypes);
  if (fault) return fault;
  if (file.size > limits.maxSizeBytes)
    return refuse('tooLarge', {
      sizeMb: Math.round((file.size / MEBIBYTE) * 10) / 10,
      limitMb: limits.maxSizeBytes / MEBIBYTE,
    });
  try {
    const size = await decode(file);
    return checkSize(size) ?? { ok: true, size };
  } catch {
    return refuse('damaged');
  }
}
