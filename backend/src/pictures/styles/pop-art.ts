import { clampByte } from '../filters/grade.ts';
import type { Rgb } from '../raster.ts';
import { drawInk } from './ink.ts';
import { smoothFlat } from './smoothing.ts';
import type { Style } from './style.ts';
import { halftoneAt, lumaPlane, smoothStep, unitOf } from './texture.ts';

/** Screen-print inks from shadow to light. */
const INKS: readonly [Rgb, Rgb, Rgb, Rgb, Rgb] = [
  [28, 20, 84],
  [222, 28, 112],
  [255, 112, 38],
  [255, 214, 10],
  [255, 247, 224],
];

/** A screen print: brightness in five flat inks, dots where one passes into the next, dark outlines. */
export const popArt: Style = async (picture) => {
  const unit = unitOf(picture);
  const flat = lumaPlane(await smoothFlat(picture, { sidePixels: 1000, window: 5, rounds: 2 }));
  const ranks = equalise(flat);
  const ink = await drawInk(flat, picture, { widthPixels: 1.6 * unit, threshold: 5 });
  const { width, height } = picture;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const level = (ranks[flat[i] as number] as number) * (INKS.length - 1);
      const index = Math.min(INKS.length - 2, Math.floor(level));
      const share = smoothStep(0.25, 0.75, level - index);
      const dot = halftoneAt(x, y, 7 * unit, 1 - share);
      const dark = INKS[index] as Rgb;
      const light = INKS[index + 1] as Rgb;
      const paper = (ink[i] as number) / 255;
      for (const c of [0, 1, 2] as const) {
        const printed = light[c] + (dark[c] - light[c]) * (share <= 0 ? 1 : share >= 1 ? 0 : dot);
        data[i * 3 + c] = clampByte(INKS[0][c] + (printed - INKS[0][c]) * paper);
      }
    }
  }
  return { data, width, height, channels: 3 };
};

/** Brightness to its rank, 0 to 1, half-way equalised so that every picture uses all inks without losing its light. */
function equalise(plane: Uint8Array): Float32Array {
  const bins = new Uint32Array(256);
  for (const value of plane) bins[value] = (bins[value] as number) + 1;
  let seen = 0;
  return Float32Array.from({ length: 256 }, (_, value) => {
    seen += bins[value] as number;
    return 0.5 * (seen / plane.length) + 0.5 * (value / 255);
  });
}
