/** What the first bytes of a file say it is. Names and the browser's guess are not asked. */
export type DetectedType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'image/heic'
  | 'image/avif'
  | 'image/gif'
  | 'image/bmp'
  | 'image/tiff'
  | 'image/svg+xml'
  | 'application/pdf'
  | 'unknown';

export interface PictureHeader {
  readonly type: DetectedType;
  /** Pixels as stored, before any turning; absent when the header does not tell. */
  readonly size?: { readonly width: number; readonly height: number } | undefined;
  readonly isAnimated: boolean;
}

/** Enough for a JPEG's frame header behind a large EXIF block with an embedded preview. */
export const HEADER_BYTES = 256 * 1024;

const text = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

function typeOfIsoMedia(bytes: Uint8Array): DetectedType | undefined {
  if (text(bytes, 4, 4) !== 'ftyp') return undefined;
  const brand = text(bytes, 8, 4);
  if (brand.startsWith('avi')) return 'image/avif';
  return /^(hei|hev|mif|msf)/.test(brand) ? 'image/heic' : 'unknown';
}

function detectType(bytes: Uint8Array): DetectedType {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') return 'image/webp';
  const isoMedia = typeOfIsoMedia(bytes);
  if (isoMedia) return isoMedia;
  if (text(bytes, 0, 4) === 'GIF8') return 'image/gif';
  if (text(bytes, 0, 4) === '%PDF') return 'application/pdf';
  if (startsWith(bytes, [0x49, 0x49, 0x2a, 0]) || startsWith(bytes, [0x4d, 0x4d, 0, 0x2a]))
    return 'image/tiff';
  if (text(bytes, 0, 2) === 'BM') return 'image/bmp';
  if (/<svg[\s>]/i.test(text(bytes, 0, 1024))) return 'image/svg+xml';
  return 'unknown';
}

/** Walks the JPEG segments to the first frame header (ITU T.81, B.2.2). */
function jpegSize(view: DataView): PictureHeader['size'] {
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

const unsigned24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** The three WebP layouts (RFC 9649): extended, lossless, lossy. */
function webpSize(view: DataView, bytes: Uint8Array): PictureHeader['size'] {
  if (view.byteLength < 30) return undefined;
  const layout = text(bytes, 12, 4);
  if (layout === 'VP8X') return { width: unsigned24(view, 24) + 1, height: unsigned24(view, 27) + 1 };
  if (layout === 'VP8L') {
    const packed = view.getUint32(21, true);
    return { width: (packed & 0x3fff) + 1, height: ((packed >> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** Reads type, size in pixels and whether there is more than one frame from the first `HEADER_BYTES` of a file. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  const type = detectType(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 'image/png': {
      const size =
        view.byteLength >= 24 ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined;
      return { type, size, isAnimated: text(bytes, 33, 1024).includes('acTL') };
    }
    case 'image/jpeg':
      return { type, size: jpegSize(view), isAnimated: false };
    case 'image/webp': {
      const isAnimated = text(bytes, 12, 4) === 'VP8X' && ((bytes[20] ?? 0) & 2) !== 0;
      return { type, size: webpSize(view, bytes), isAnimated };
    }
    default:
      return { type, isAnimated: type === 'image/gif' };
  }
}
