import type { PictureType } from '@atelier/shared/limits';
import { encodeRaster } from '../encode-raster.ts';
import { writePicture } from '../picture-files.ts';
import type { PictureJob, ProducedPicture } from '../picture-pool.ts';
import type { Mounted, Raster } from '../raster.ts';
import type { OperationContext } from './operation.ts';

const ENDINGS: Readonly<Record<PictureType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Encodes and writes an operation's only result as `<role>.<ending>`. */
export async function writeResult(
  raster: Raster | Mounted,
  result: { readonly role: string; readonly type: PictureType },
  job: PictureJob,
  { control }: OperationContext,
): Promise<readonly ProducedPicture[]> {
  const name = `${result.role}.${ENDINGS[result.type]}`;
  const file = await writePicture(
    control,
    job.outputDirectory,
    name,
    await encodeRaster(raster, result.type),
  );
  control.progress('encoding', 1);
  return [{ ...file, role: result.role, name }];
}
