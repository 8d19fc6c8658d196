import { type Box, type Mounted, type Raster, wordsOf } from '../raster.ts';
import { histogramsOf } from './histogram.ts';
import { luma } from './luma.ts';
import { mountOn } from './mount.ts';
import { productCurve } from './product-tone.ts';

const SATURATION = 1.08;
/** Share of the fine detail that is added once more. */
const SHARPNESS = 0.6;
/** Detail weaker than this (of 255) is noise and left alone. */
const NOISE_FLOOR = 2;

/**
 * The product on pure white with better levels, a touch more colour and sharper detail. Only what is wholly
 * inside the product is sharpened, so its outline gets no halo; what is outside is exactly 255.
 */
export function enhanceProduct(cut: Raster): Mounted {
  const words = wordsOf(cut);
  const curve = productCurve(histogramsOf(cut).luma);
  const { box, ...mounted } = mountOn(cut, [255, 255, 255]);
  const { width, data } = mounted.part;
  // Stores round and clamp.
  const target = new Uint8ClampedArray(data.buffer);
  const sharpener = new RowSharpener(words, cut.width, box);
  for (let y = box.top, to = 0; y < box.bottom; y++, to += width * 3) {
    const from = y * cut.width + box.left;
    enhanceRow(
      words.subarray(from, from + width),
      target.subarray(to, to + width * 3),
      curve,
      sharpener.row(y).subarray(box.left),
    );
  }
  return mounted;
}

/** A function per row is compiled after a few rows; one loop over the whole picture runs slowly for much of it. */
function enhanceRow(
  words: Uint32Array,
  target: Uint8ClampedArray,
  curve: Uint8Array,
  detail: Float32Array,
): void {
  for (let x = 0, to = 0; x < words.length; x++, to += 3) {
    const word = words[x] as number;
    if (word === 0) continue;
    const red = curve[word & 255] as number;
    const green = curve[(word >>> 8) & 255] as number;
    const blue = curve[(word >>> 16) & 255] as number;
    const grey = luma(red, green, blue);
    const base = grey + (detail[x] as number) - grey * SATURATION;
    const alpha = word >>> 24;
    if (alpha === 255) {
      target[to] = base + red * SATURATION;
      target[to + 1] = base + green * SATURATION;
      target[to + 2] = base + blue * SATURATION;
    } else {
      target[to] = onWhite(base + red * SATURATION, alpha);
      target[to + 1] = onWhite(base + green * SATURATION, alpha);
      target[to + 2] = onWhite(base + blue * SATURATION, alpha);
    }
  }
}

function onWhite(value: number, alpha: number): number {
  return 255 + ((Math.min(255, Math.max(0, value)) - 255) * alpha) / 255;
}

/** Fine detail (brightness minus its 5 × 5 binomial blur) row by row, holding five rows at a time. */
class RowSharpener {
  readonly #words: Uint32Array;
  readonly #width: number;
  readonly #box: Box;
  /** By row modulo 5: brightness, 16 times its blur along the row, and whether the five pixels around are opaque. */
  readonly #brightness: readonly Uint8Array[];
  readonly #blurred: readonly Uint16Array[];
  readonly #inside: readonly Uint8Array[];
  readonly #detail: Float32Array;
  #filled: number;

  constructor(words: Uint32Array, width: number, box: Box) {
    this.#words = words;
    this.#width = width;
    this.#box = box;
    this.#filled = box.top;
    this.#brightness = Array.from({ length: 5 }, () => new Uint8Array(width));
    this.#blurred = Array.from({ length: 5 }, () => new Uint16Array(width));
    this.#inside = Array.from({ length: 5 }, () => new Uint8Array(width));
    this.#detail = new Float32Array(width);
  }

  /** The sharpening to add to row `y`; rows must be asked for in order. */
  row(y: number): Float32Array {
    const detail = this.#detail.fill(0);
    if (y < this.#box.top + 2 || y + 2 >= this.#box.bottom) return detail;
    while (this.#filled <= y + 2) this.#fill(this.#filled++);
    const own = this.#brightness[y % 5] as Uint8Array;
    const blurredRow = (dy: number): Uint16Array => this.#blurred[(y + dy) % 5] as Uint16Array;
    const insideRow = (dy: number): Uint8Array => this.#inside[(y + dy) % 5] as Uint8Array;
    const [a, b, c, d, e] = [blurredRow(-2), blurredRow(-1), blurredRow(0), blurredRow(1), blurredRow(2)];
    const [p, q, r, s, t] = [insideRow(-2), insideRow(-1), insideRow(0), insideRow(1), insideRow(2)];
    const first = r.indexOf(1);
    const last = first < 0 ? -1 : r.lastIndexOf(1);
    for (let x = Math.max(0, first); x <= last; x++) {
      const isInside =
        (p[x] as number) & (q[x] as number) & (r[x] as number) & (s[x] as number) & (t[x] as number);
      if (isInside === 0) continue;
      const blurred =
        (a[x] as number) +
        4 * (b[x] as number) +
        6 * (c[x] as number) +
        4 * (d[x] as number) +
        (e[x] as number);
      const difference = (own[x] as number) - blurred / 256;
      if (difference > NOISE_FLOOR) detail[x] = (difference - NOISE_FLOOR) * SHARPNESS;
      else if (difference < -NOISE_FLOOR) detail[x] = (difference + NOISE_FLOOR) * SHARPNESS;
    }
    return detail;
  }

  #fill(y: number): void {
    const words = this.#words;
    const start = y * this.#width;
    const blurred = this.#blurred[y % 5] as Uint16Array;
    const inside = (this.#inside[y % 5] as Uint8Array).fill(0);
    const brightness = this.#brightness[y % 5] as Uint8Array;
    let run = 0;
    for (let x = this.#box.left; x < this.#box.right; x++) {
      const word = words[start + x] as number;
      if (word < 0xff000000) {
        run = 0;
        continue;
      }
      brightness[x] = luma(word & 255, (word >>> 8) & 255, (word >>> 16) & 255);
      if (++run < 5) continue;
      inside[x - 2] = 1;
      blurred[x - 2] =
        (brightness[x - 4] as number) +
        4 * (brightness[x - 3] as number) +
        6 * (brightness[x - 2] as number) +
        4 * (brightness[x - 1] as number) +
        (brightness[x] as number);
    }
  }
}
