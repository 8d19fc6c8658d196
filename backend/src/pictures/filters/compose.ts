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
    const from = y * width + left;
    const to = y * width + right;
    composeRow(words.subarray(from, to), data.subarray(from * 3, to * 3), [red, green, blue]);
  }
  return { data, width, height, channels: 3 };
}

function composeRow(words: Uint32Array, target: Uint8Array, [red, green, blue]: Rgb): void {
  for (let x = 0, to = 0; x < words.length; x++, to += 3) {
    const word = words[x] as number;
    const alpha = word >>> 24;
    if (alpha === 255) {
      target[to] = word;
      target[to + 1] = word >>> 8;
      target[to + 2] = word >>> 16;
    } else if (alpha > 0) {
      const rest = 255 - alpha;
      target[to] = ((word & 255) * alpha + red * rest) / 255 + 0.5;
      target[to + 1] = (((word >>> 8) & 255) * alpha + green * rest) / 255 + 0.5;
      target[to + 2] = (((word >>> 16) & 255) * alpha + blue * rest) / 255 + 0.5;
    }
  }
}

/** Copies what is filled already after itself, twice as much each time. */
function fillWith(data: Uint8Array, color: Rgb): void {
  data.set(color);
  for (let filled = 3; filled < data.length; filled *= 2) data.copyWithin(filled, 0, filled);
}
