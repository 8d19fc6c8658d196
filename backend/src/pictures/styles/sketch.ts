import { clampByte } from '../filters/grade.ts';
import type { Raster } from '../raster.ts';
import { drawInk } from './ink.ts';
import { blurLuma } from './smoothing.ts';
import type { Style } from './style.ts';
import { lumaPlane, noiseAt, smoothNoiseAt, unitOf } from './texture.ts';

/** Pencil on paper: strokes where brightness changes (colour dodge of the blurred negative), light hatching in the shadows. */
export const sketch: Style = async (picture) => {
  const unit = unitOf(picture);
  const grey = lumaPlane(picture);
  const negative = grey.map((value) => 255 - value);
  const blurred = await blurLuma(negative, picture, 5 * unit);
  const ink = await drawInk(grey, picture, { widthPixels: 0.9 * unit, threshold: 3 });
  const { width, height } = picture;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const own = grey[i] as number;
      const dodged = Math.min(255, (own * 255) / Math.max(1, 255 - (blurred[i] as number)));
      const lines = (dodged / 255) ** 2.2 * (0.35 + (0.65 * (ink[i] as number)) / 255);
      const shade = 1 - 0.5 * (1 - own / 255) ** 1.6 * hatchAt(x, y, unit);
      const paper = 250 + 3 * smoothNoiseAt(x, y, 3 * unit, 1) + 2 * noiseAt(x, y, 2);
      const value = paper * lines * shade;
      data[i * 3] = clampByte(value);
      data[i * 3 + 1] = clampByte(value * 0.995);
      data[i * 3 + 2] = clampByte(value * 0.98);
    }
  }
  return { data, width, height, channels: 3 } satisfies Raster;
};

/** Slanted pencil strokes of uneven pressure, 0 to 1. */
function hatchAt(x: number, y: number, unit: number): number {
  const along = (x - y) * Math.SQRT1_2;
  const across = (x + y) * Math.SQRT1_2;
  const wave =
    0.5 + 0.5 * Math.sin((across * 2 * Math.PI) / (4.2 * unit) + 0.8 * smoothNoiseAt(x, y, 30 * unit, 3));
  return 0.45 + 0.55 * wave * (0.75 + 0.25 * smoothNoiseAt(along, across, 6 * unit, 4));
}
