import { shrinkByFactor } from '../filters/shrink.ts';
import { sharp } from '../guarded-sharp.ts';
import type { Raster } from '../raster.ts';

/**
 * Paints over fine texture and keeps edges: a median on a smaller copy, enlarged again.
 * @param sidePixels the copy's long side, at least about this: smaller is coarser.
 * @param window side of the median's window, odd.
 * @param rounds how often the median is taken.
 */
export async function smoothFlat(
  picture: Raster,
  { sidePixels, window, rounds }: { sidePixels: number; window: number; rounds: number },
): Promise<Raster> {
  const { width, height } = picture;
  const factor = Math.max(1, Math.floor(Math.max(width, height) / sidePixels));
  let small = shrinkByFactor(picture, Math.min(factor, width, height));
  for (let round = 0; round < rounds; round++) {
    const data = await open(small).median(window).raw().toBuffer();
    small = { ...small, data };
  }
  const data = await open(small).resize(width, height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
  return { data, width, height, channels: 3 };
}

/** Gaussian blur of the brightness, one byte per pixel. */
export async function blurLuma(plane: Uint8Array, size: Raster, sigma: number): Promise<Uint8Array> {
  return sharp(plane, { raw: { width: size.width, height: size.height, channels: 1 } })
    .blur(Math.max(0.3, sigma))
    .extractChannel(0)
    .raw()
    .toBuffer();
}

function open({ data, width, height }: Raster): ReturnType<typeof sharp> {
  return sharp(data, { raw: { width, height, channels: 3 } });
}
