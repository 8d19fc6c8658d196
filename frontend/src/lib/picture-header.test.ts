import { describe, expect, it } from 'vitest';
import { heicBytes, jpegBytes, pngBytes, textBytes, webpBytes } from '../testing/picture-files.ts';
import { readPictureHeader } from './picture-header.ts';

describe('readPictureHeader', () => {
  it('tells a JPEG by its bytes and finds the size behind other segments', () => {
    expect(readPictureHeader(jpegBytes(4032, 3024))).toEqual({
      type: 'image/jpeg',
      size: { width: 4032, height: 3024 },
      isAnimated: false,
    });
  });

  it('reads the size of a PNG and sees that it moves', () => {
    expect(readPictureHeader(pngBytes(640, 480))).toMatchObject({
      type: 'image/png',
      size: { width: 640, height: 480 },
      isAnimated: false,
    });
    const animation = [0, 0, 0, 8, ...[...'acTL'].map((letter) => letter.charCodeAt(0))];
    expect(readPictureHeader(pngBytes(640, 480, animation)).isAnimated).toBe(true);
  });

  it('reads the three WebP layouts', () => {
    const extended = webpBytes('VP8X', [2, 0, 0, 0, 0x1f, 0x03, 0, 0x57, 0x02, 0]);
    expect(readPictureHeader(extended)).toEqual({
      type: 'image/webp',
      size: { width: 800, height: 600 },
      isAnimated: true,
    });
    const packed = 799 | (599 << 14);
    const lossless = webpBytes('VP8L', [
      0x2f,
      packed & 255,
      (packed >> 8) & 255,
      (packed >> 16) & 255,
      packed >>> 24,
    ]);
    expect(readPictureHeader(lossless).size).toEqual({ width: 800, height: 600 });
    const lossy = webpBytes('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 0x20, 0x03, 0x58, 0x02]);
    expect(readPictureHeader(lossy).size).toEqual({ width: 800, height: 600 });
  });

  it.each([
    ['image/heic', heicBytes()],
    ['image/gif', textBytes('GIF89a............')],
    ['image/svg+xml', textBytes('<?xml version="1.0"?><svg xmlns="…">')],
    ['application/pdf', textBytes('%PDF-1.7........')],
    ['image/bmp', textBytes('BM..............')],
    ['unknown', textBytes('hello, I am not a picture')],
    ['unknown', new Uint8Array(0)],
  ])('names %s', (type, bytes) => {
    expect(readPictureHeader(bytes).type).toBe(type);
  });

  it('survives a header that stops in the middle', () => {
    for (const whole of [jpegBytes(9, 9), pngBytes(9, 9), webpBytes('VP8X', [0, 0, 0, 0, 1, 0, 0, 1, 0, 0])])
      for (let length = 0; length < whole.length; length += 1)
        expect(() => readPictureHeader(whole.subarray(0, length))).not.toThrow();
  });
});
