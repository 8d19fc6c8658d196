/** Files with real signatures and headers; the pixels behind them do not matter to the tests that use them. */
const bytesOf = (...parts: (string | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : [...part])),
  );

const big32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];

export function pngBytes(
  width: number,
  height: number,
  extra: readonly number[] = [],
): Uint8Array<ArrayBuffer> {
  const header = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...big32(13)];
  return bytesOf(header, 'IHDR', big32(width), big32(height), [8, 6, 0, 0, 0, 0, 0, 0, 0], extra, 'IDAT');
}

export function jpegBytes(width: number, height: number): Uint8Array<ArrayBuffer> {
  const application = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
  const frame = [0xff, 0xc2, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 0x22, 0];
  return bytesOf([0xff, 0xd8], application, frame);
}

export function webpBytes(
  layout: 'VP8X' | 'VP8L' | 'VP8 ',
  body: readonly number[],
): Uint8Array<ArrayBuffer> {
  return bytesOf('RIFF', [0, 0, 0, 0], 'WEBP', layout, [10, 0, 0, 0], body, new Array(16).fill(0));
}

export const heicBytes = (): Uint8Array<ArrayBuffer> => bytesOf([0, 0, 0, 24], 'ftyp', 'heic', [0, 0, 0, 0]);
export const textBytes = (text: string): Uint8Array<ArrayBuffer> => bytesOf(text);

export const pngFile = (name: string, width = 40, height = 30): File =>
  new File([pngBytes(width, height)], name, { type: 'image/png' });
