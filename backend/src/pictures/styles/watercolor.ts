import { clampByte } from '../filters/grade.ts';
import { luma } from '../filters/luma.ts';
import { blurLuma, smoothFlat } from './smoothing.ts';
import type { Style } from './style.ts';
import { lumaPlane, noiseAt, smoothNoiseAt, unitOf } from './texture.ts';

/** Washes of thinned colour: flat areas that run unevenly, pigment gathered at their rims, grainy paper. */
export const watercolor: Style = async (picture) => {
  const unit = unitOf(picture);
  const washes = await smoothFlat(picture, { sidePixels: 640, window: 7, rounds: 3 });
  const plane = lumaPlane(washes);
  const blurred = await blurLuma(plane, picture, 3 * unit);
  const fine = lumaPlane(picture);
  const fineBlurred = await blurLuma(fine, picture, 1.5 * unit);
  const { width, height } = picture;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const rim = Math.abs((blurred[i] as number) - (plane[i] as number)) / 255;
      // A little of the drawing below the paint stays visible.
      const drawing = ((fine[i] as number) - (fineBlurred[i] as number)) * 0.55;
      const run = 1 + 0.09 * smoothNoiseAt(x, y, 60 * unit, 5) + 0.05 * smoothNoiseAt(x, y, 14 * unit, 6);
      const grain = 1 + 0.035 * smoothNoiseAt(x, y, 2.4 * unit, 7) + 0.015 * noiseAt(x, y, 8);
      const red = washes.data[i * 3] as number;
      const green = washes.data[i * 3 + 1] as number;
      const blue = washes.data[i * 3 + 2] as number;
      const grey = luma(red, green, blue);
      for (let c = 0; c < 3; c++) {
        const own = washes.data[i * 3 + c] as number;
        // Pigment as absorption on white paper: thinner paint is lighter and keeps its hue.
        const colourful = Math.min(1, Math.max(0.012, (grey + (own - grey) * 1.35) / 255));
        const density = -Math.log(colourful) * 0.78 * run * (1 + 2.2 * rim);
        data[i * 3 + c] = clampByte(252 * Math.exp(-density) * grain + drawing);
      }
    }
  }
  return { data, width, height, channels: 3 };
};
