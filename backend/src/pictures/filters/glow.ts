import { sharp } from '../guarded-sharp.ts';
import type { Raster } from '../raster.ts';
import { clampByte } from './grade.ts';
import { shrinkByFactor } from './shrink.ts';

/** The glow is blurred on a copy of about this size; nothing finer survives the blur. */
const GLOW_SIDE_PIXELS = 400;

/** Lays the picture's own blurred light over it in place, as a diffusion filter before the lens does. */
export async function addGlow(picture: Raster, amount: number): Promise<void> {
  const { width, height, data, channels } = picture;
  const factor = Math.max(1, Math.floor(Math.max(width, height) / GLOW_SIDE_PIXELS));
  const small = shrinkByFactor(picture, Math.min(factor, width, height));
  const blurred = await sharp(small.data, {
    raw: { width: small.width, height: small.height, channels },
  })
    .removeAlpha()
    .blur(Math.max(0.5, Math.max(small.width, small.height) / 80))
    .raw()
    .toBuffer();
  const glow = await sharp(blurred, { raw: { width: small.width, height: small.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  for (let i = 0, g = 0; i < data.length; i += channels, g += 3) {
    for (let c = 0; c < 3; c++) {
      const own = data[i + c] as number;
      const screened = 255 - ((255 - own) * (255 - (glow[g + c] as number))) / 255;
      // Screening only brightens; half of it, against the plain blur, keeps the exposure.
      const diffused = (screened + (glow[g + c] as number)) / 2;
      data[i + c] = clampByte(own + (diffused - own) * amount);
    }
  }
}
