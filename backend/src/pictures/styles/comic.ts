import { clampByte } from '../filters/grade.ts';
import { luma } from '../filters/luma.ts';
import { drawInk } from './ink.ts';
import { smoothFlat } from './smoothing.ts';
import type { Style } from './style.ts';
import { halftoneAt, lumaPlane, smoothStep, unitOf } from './texture.ts';

/** Steps of brightness a comic is coloured in. */
const STEPS = 6;
const SATURATION = 1.45;

/** A comic panel: flat bright colours in a few steps, ink outlines, printed dots in the shadows. */
export const comic: Style = async (picture) => {
  const unit = unitOf(picture);
  const flat = await smoothFlat(picture, { sidePixels: 1000, window: 5, rounds: 2 });
  const ink = await drawInk(lumaPlane(picture), picture, { widthPixels: 1.5 * unit, threshold: 4.5 });
  const { width, height } = picture;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3;
      const red = flat.data[i] as number;
      const green = flat.data[i + 1] as number;
      const blue = flat.data[i + 2] as number;
      const grey = luma(red, green, blue);
      const target = stepped(grey);
      const gain = grey > 0 ? target / grey : 1;
      const dots = 1 - 0.3 * halftoneAt(x, y, 5 * unit, 0.55 * (1 - smoothStep(40, 120, grey)));
      const paper = ((ink[y * width + x] as number) / 255) * dots;
      data[i] = clampByte((target + (red - grey) * gain * SATURATION) * paper);
      data[i + 1] = clampByte((target + (green - grey) * gain * SATURATION) * paper);
      data[i + 2] = clampByte((target + (blue - grey) * gain * SATURATION) * paper);
    }
  }
  return { data, width, height, channels: 3 };
};

/** Brightness in steps with soft risers, lifted a little: comics are printed on white paper. */
function stepped(grey: number): number {
  const level = (grey / 255) ** 0.85 * STEPS;
  const base = Math.floor(level);
  return ((base + smoothStep(0.35, 0.65, level - base)) / STEPS) * 255;
}
