import { boxOf, type Raster, wordsOf } from '../raster.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Puts a cut-out on one colour. Fully transparent pixels become exactly that colour. */
export function composeOnColor(cut: Raster, [red, green, blue]: Rgb): Raster {
  const { width, height } = cut;
  const words = wordsOf(cut);
  const data = new Uint8Array(words.length * 3);
  if (red === green && green === blue) data.fill(red);
  else fillWith(data, [red, green, blue]);
  const { left, top, right, bottom } = boxOf(cut);
  for (let y = top; y < bottom; y++) {
    for (let i = y * width + left, to = i * 3, end = y * width + right; i < end; i++, to += 3) {
      const word = words[i] as number;
      const alpha = word >>> 24;
      if (alpha === 255) {
        data[to] = word;
        data[to + 1] = word >>> 8;
        data[to + 2] = word >>> 16;
      } else if (alpha > 0) {
        const rest = 255 - alpha;
        data[to] = ((word & 255) * alpha + red * rest) / 255 + 0.5;
        data[to + 1] = (((word >>> 8) & 255) * alpha + green * rest) / 255 + 0.5;
        data[to + 2] = (((word >>> 16) & 255) * alpha + blue * rest) / 255 + 0.5;
      }
    }
  }
  return { data, width, height, channels: 3 };
}

/** Copies what is filled already after itself, twice as much each time. */
function fillWith(data: Uint8Array, color: Rgb): void {
  data.set(color);
  for (let filled = 3; filled < data.length; filled *= 2) data.copyWithin(filled, 0, filled);
}
