import type { PictureType } from '@atelier/shared/limits';

/** What the first bytes say a file is: an accepted type, or a short name for people, the same in every language. */
export type Sniffed =
  | { readonly accepted: true; readonly type: PictureType }
  | { readonly accepted: false; readonly detected: string };

interface Signature {
  readonly offset: number;
  /** Latin-1 text of the bytes. */
  readonly magic: string;
  readonly name: string;
}

const SIGNATURES: readonly Signature[] = [
  { offset: 0, magic: 'GIF8', name: 'GIF' },
  { offset: 0, magic: 'II*\0', name: 'TIFF' },
  { offset: 0, magic: 'MM\0*', name: 'TIFF' },
  { offset: 0, magic: 'II+\0', name: 'TIFF' },
  { offset: 0, magic: 'MM\0+', name: 'TIFF' },
  { offset: 0, magic: '8BPS', name: 'PSD' },
  { offset: 0, magic: '%PDF', name: 'PDF' },
  { offset: 0, magic: '%!PS', name: 'PostScript' },
  { offset: 0, magic: '\0\0\x01\0', name: 'ICO' },
  { offset: 0, magic: '\xff\x0a', name: 'JPEG XL' },
  { offset: 4, magic: 'JXL ', name: 'JPEG XL' },
  { offset: 4, magic: 'jP  ', name: 'JPEG 2000' },
  { offset: 0, magic: '\xff\x4f\xff\x51', name: 'JPEG 2000' },
  { offset: 0, magic: '#?RADIANCE', name: 'HDR' },
  { offset: 0, magic: '\x76\x2f\x31\x01', name: 'OpenEXR' },
  { offset: 0, magic: 'qoif', name: 'QOI' },
  { offset: 0, magic: 'PK\x03\x04', name: 'ZIP' },
  { offset: 0, magic: '\x1f\x8b', name: 'GZIP' },
  { offset: 0, magic: 'Rar!', name: 'RAR' },
  { offset: 0, magic: '7z\xbc\xaf', name: '7Z' },
  { offset: 0, magic: '\x7fELF', name: 'ELF' },
  { offset: 0, magic: 'MZ', name: 'EXE' },
  { offset: 0, magic: 'BM', name: 'BMP' },
  { offset: 0, magic: '\x1a\x45\xdf\xa3', name: 'WebM' },
  { offset: 8, magic: 'AVI ', name: 'AVI' },
  { offset: 8, magic: 'WAVE', name: 'WAV' },
  { offset: 0, magic: 'ID3', name: 'MP3' },
];

/** ISO base media brands (ISO/IEC 23008-12, AV1 Image File Format); anything else in that container is a video. */
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];
const AVIF_BRANDS = ['avif', 'avis'];

/** Decides from the bytes alone; names and declared types play no part. Never throws, whatever the bytes. */
export function sniff(bytes: Buffer): Sniffed {
  const type = acceptedType(bytes);
  return type ? { accepted: true, type } : { accepted: false, detected: foreignName(bytes) };
}

function acceptedType(bytes: Buffer): PictureType | undefined {
  if (startsWith(bytes, '\xff\xd8\xff')) return 'image/jpeg';
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'image/webp';
  return undefined;
}

function foreignName(bytes: Buffer): string {
  if (startsWith(bytes, 'ftyp', 4)) return isoMediaName(bytes);
  const match = SIGNATURES.find(({ offset, magic }) => startsWith(bytes, magic, offset));
  return match?.name ?? textName(bytes);
}

function isoMediaName(bytes: Buffer): string {
  const brand = bytes.toString('latin1', 8, 12);
  if (AVIF_BRANDS.includes(brand)) return 'AVIF';
  // AVIF files may carry a generic major brand and say AVIF only among the compatible ones.
  const boxEnd = Math.min(bytes.length, Math.max(16, bytes.readUInt32BE(0)), 256);
  const compatible = bytes.toString('latin1', 16, boxEnd);
  if (AVIF_BRANDS.some((name) => compatible.includes(name))) return 'AVIF';
  return HEIF_BRANDS.includes(brand) ? 'HEIC' : 'MP4';
}

function textName(bytes: Buffer): string {
  const head = bytes
    .toString('utf8', 0, 1024)
    .replace(/^\uFEFF/, '')
    .trimStart()
    .toLowerCase();
  if (head.includes('<svg')) return 'SVG';
  if (/^<(!doctype html|html|head|body|script)/.test(head)) return 'HTML';
  if (head.startsWith('<?xml')) return 'XML';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary from text
  return head.length > 0 && !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(head) ? 'TXT' : '?';
}

function startsWith(bytes: Buffer, magic: string, offset = 0): boolean {
  return bytes.toString('latin1', offset, offset + magic.length) === magic;
}
