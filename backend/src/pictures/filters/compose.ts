import { type Mounted, type Raster, type Rgb, wordsOf } from '../raster.ts';
import { mountOn } from './mount.ts';

/** Puts a cut-out on one colour. Fully transparent pixels become exactly that colour. */
export function composeOnColor(cut: Raster, color: Rgb): Mounted {
  const words = wordsOf(cut);
  const { box, ...mounted } = mountOn(cut, color);
  const { width, data } = mounted.part;
  for (let y = box.top, to = 0; y < box.bottom; y++, to += width * 3) {
    const from = y * cut.width + box.left;
    composeRow(words.subarray(from, from + width), data.subarray(to, to + width * 3), color);
  }
  return mounted;
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
