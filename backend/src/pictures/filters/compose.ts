import type { Raster } from '../raster.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Puts a cut-out on one colour. Fully transparent pixels become exactly that colour. */
export function composeOnColor(cut: Raster, [red, green, blue]: Rgb): Raster {
  const { width, height, data: from } = cut;
  const data = new Uint8Array(width * height * 3);
  for (let i = 0, to = 0; i < from.length; i += 4, to += 3) {
    const alpha = from[i + 3] as number;
    if (alpha === 255) {
      data[to] = from[i] as number;
      data[to + 1] = from[i + 1] as number;
      data[to + 2] = from[i + 2] as number;
    } else if (alpha === 0) {
      data[to] = red;
      data[to + 1] = green;
      data[to + 2] = blue;
    } else {
      const rest = 255 - alpha;
      data[to] = ((from[i] as number) * alpha + red * rest) / 255 + 0.5;
      data[to + 1] = ((from[i + 1] as number) * alpha + green * rest) / 255 + 0.5;
      data[to + 2] = ((from[i + 2] as number) * alpha + blue * rest) / 255 + 0.5;
    }
  }
  return { data, width, height, channels: 3 };
}
