import { clampByte, curve } from '../filters/grade.ts';
import { histogramsOf, percentile } from '../filters/histogram.ts';
import type { Style } from './style.ts';
import { smoothNoiseAt, smoothStep, unitOf, vignetteAt } from './texture.ts';

/** Black-and-white film: a red filter's greys, deep blacks, hard light, grain and a dark frame. */
export const noir: Style = async (picture) => {
  const { width, height, data: from } = picture;
  const bins = histogramsOf(picture).luma;
  const low = percentile(bins, 0.01) / 255;
  const high = Math.max(low + 0.2, percentile(bins, 0.99) / 255);
  const contrast = curve((value) => {
    const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
    return 0.55 * smoothStep(0.06, 0.96, t) + 0.45 * t ** 1.35;
  });
  const grainSize = Math.max(1, 1.1 * unitOf(picture));
  const data = new Uint8Array(from.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3;
      const grey = 0.5 * (from[i] as number) + 0.4 * (from[i + 1] as number) + 0.1 * (from[i + 2] as number);
      const tone = contrast[Math.round(grey)] as number;
      const middle = 1 - Math.abs(tone / 127.5 - 1);
      const grain = smoothNoiseAt(x, y, grainSize, 11) * (4 + 12 * middle);
      const value = (tone + grain) * vignetteAt(x, y, picture, 0.55);
      data[i] = clampByte(value);
      data[i + 1] = clampByte(value);
      data[i + 2] = clampByte(value + 2);
    }
  }
  return { data, width, height, channels: 3 };
};
