import { ACCEPTED_PICTURE_TYPES, MAX_FILE_SIZE_BYTES } from '@atelier/shared/limits';
import { describe, expect, it, vi } from 'vitest';
import { heicBytes, pngBytes, textBytes } from '../testing/picture-files.ts';
import { checkPicture } from './picture-check.ts';

const LIMITS = { maxSizeBytes: MAX_FILE_SIZE_BYTES, acceptedTypes: ACCEPTED_PICTURE_TYPES };
const decode = async () => ({ width: 40, height: 30 });
const problemOf = async (file: File, decoder = decode) => {
  const verdict = await checkPicture(file, LIMITS, decoder);
  return verdict.ok ? undefined : verdict.problem;
};

describe('checkPicture', () => {
  it('accepts a picture that opens and says its size', async () => {
    const file = new File([pngBytes(40, 30)], 'mug.png');
    expect(await checkPicture(file, LIMITS, decode)).toEqual({ ok: true, size: { width: 40, height: 30 } });
  });

  it('goes by the bytes, not by name or type', async () => {
    const renamed = new File([textBytes('MZ this is a program')], 'mug.jpg', { type: 'image/jpeg' });
    expect(await problemOf(renamed)).toMatchObject({ code: 'type', values: { detected: '?' } });
    const unnamed = new File([pngBytes(40, 30)], 'no-ending', { type: '' });
    expect(await problemOf(unnamed)).toBeUndefined();
  });

  it('has an own word for HEIC', async () => {
    expect(await problemOf(new File([heicBytes()], 'IMG_1.HEIC'))).toEqual({ code: 'heic' });
  });

  it('refuses an empty file', async () => {
    expect(await problemOf(new File([], 'empty.jpg'))).toEqual({ code: 'empty' });
  });

  it('refuses a file over the limit with both figures', async () => {
    const large = new File([pngBytes(40, 30), new Uint8Array(MAX_FILE_SIZE_BYTES)], 'large.png');
    expect(await problemOf(large)).toEqual({ code: 'tooLarge', values: { sizeMb: 10, limitMb: 10 } });
  });

  it('refuses enormous dimensions without opening the picture', async () => {
    const bomb = new File([pngBytes(30_000, 30_000)], 'bomb.png');
    const decoder = vi.fn(decode);
    expect(await problemOf(bomb, decoder)).toEqual({
      code: 'tooManyPixels',
      values: { megapixels: 900, limit: 50 },
    });
    expect(decoder).not.toHaveBeenCalled();
  });

  it('refuses a picture that is too small', async () => {
    expect(await problemOf(new File([pngBytes(4, 400)], 'line.png'))).toMatchObject({ code: 'tooSmall' });
  });

  it('refuses a picture that does not open', async () => {
    const broken = async () => Promise.reject(new Error('cannot decode'));
    expect(await problemOf(new File([pngBytes(40, 30)], 'cut.png'), broken)).toEqual({ code: 'damaged' });
  });
});
