import { sharp } from '../guarded-sharp.ts';
import type { Raster } from '../raster.ts';

/**
 * Softens the outline of a cut-out towards its inside only: outside there are no colours to show.
 * @param width of the soft edge as a share of the long side, 0 to 0.1.
 */
export async function featherInward(cut: Raster, width: number): Promise<Raster> {
  const pixels = cut.width * cut.height;
  const alpha = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) alpha[i] = cut.data[i * 4 + 3] as number;
  const sigma = Math.max(0.5, (Math.max(cut.width, cut.height) * width) / 2);
  const blurred = await sharp(alpha, { raw: { width: cut.width, height: cut.height, channels: 1 } })
    .blur(sigma)
    .extractChannel(0)
    .raw()
    .toBuffer();
  // A straight edge blurs to one half at its place: from there inwards opacity rises from nothing.
  const ramp = Uint8Array.from({ length: 256 }, (_, value) => {
    const t = Math.max(0, value / 255 - 0.5) * 2;
    return Math.round(255 * t * t * (3 - 2 * t));
  });
  const data = cut.data.slice();
  for (let i = 0; i < pixels; i++) {
    const softened = Math.min(alpha[i] as number, ramp[blurred[i] as number] as number);
    data[i * 4 + 3] = softened;
    if (softened === 0) data.fill(0, i * 4, i * 4 + 3);
  }
  return { ...cut, data };
}
