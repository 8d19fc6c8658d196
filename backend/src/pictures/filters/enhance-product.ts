import type { Raster } from '../raster.ts';
import { histogramsOf } from './histogram.ts';
import { luma } from './luma.ts';
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
export function enhanceProduct(cut: Raster): Raster {
  const { width, height, data: from } = cut;
  const curve = productCurve(histogramsOf(cut).luma);
  const data = new Uint8Array(width * height * 3).fill(255);
  const sharpen = new RowSharpener(cut);
  for (let y = 0; y < height; y++) {
    const detail = sharpen.row(y);
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 4;
      const alpha = from[i + 3] as number;
      if (alpha === 0) continue;
      const red = curve[from[i] as number] as number;
      const green = curve[from[i + 1] as number] as number;
      const blue = curve[from[i + 2] as number] as number;
      const grey = luma(red, green, blue);
      const base = grey + (detail[x] as number);
      const to = (y * width + x) * 3;
      data[to] = over(base + (red - grey) * SATURATION, alpha);
      data[to + 1] = over(base + (green - grey) * SATURATION, alpha);
      data[to + 2] = over(base + (blue - grey) * SATURATION, alpha);
    }
  }
  return { data, width, height, channels: 3 };
}

function over(value: number, alpha: number): number {
  const clamped = value < 0 ? 0 : value > 255 ? 255 : value;
  return alpha === 255 ? clamped + 0.5 : (clamped * alpha + 255 * (255 - alpha)) / 255 + 0.5;
}

/** Fine detail (brightness minus its 5 × 5 binomial blur) row by row, holding five rows at a time. */
class RowSharpener {
  readonly #cut: Raster;
  /** Brightness of a row, blurred along it, and whether five pixels in a row are opaque; by row modulo 5. */
  readonly #blurred: readonly Float32Array[];
  readonly #inside: readonly Uint8Array[];
  readonly #detail: Float32Array;
  #filled = 0;

  constructor(cut: Raster) {
    this.#cut = cut;
    this.#blurred = Array.from({ length: 5 }, () => new Float32Array(cut.width));
    this.#inside = Array.from({ length: 5 }, () => new Uint8Array(cut.width));
    this.#detail = new Float32Array(cut.width);
  }

  /** The sharpening to add to row `y`; rows must be asked for in order. */
  row(y: number): Float32Array {
    const { width, height, data } = this.#cut;
    this.#detail.fill(0);
    if (y < 2 || y + 2 >= height) return this.#detail;
    while (this.#filled <= y + 2) this.#fill(this.#filled++);
    const rows = [-2, -1, 0, 1, 2].map((dy) => this.#blurred[(y + dy) % 5] as Float32Array);
    const insides = [-2, -1, 0, 1, 2].map((dy) => this.#inside[(y + dy) % 5] as Uint8Array);
    const [a, b, c, d, e] = rows as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
    const [p, q, r, s, t] = insides as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    for (let x = 2; x < width - 2; x++) {
      if (!((p[x] as number) & (q[x] as number) & (r[x] as number) & (s[x] as number) & (t[x] as number))) continue;
      const i = (y * width + x) * 4;
      const own = luma(data[i] as number, data[i + 1] as number, data[i + 2] as number);
      const blurred =
        ((a[x] as number) + 4 * (b[x] as number) + 6 * (c[x] as number) + 4 * (d[x] as number) + (e[x] as number)) / 16;
      const difference = own - blurred;
      if (difference > NOISE_FLOOR) this.#detail[x] = (difference - NOISE_FLOOR) * SHARPNESS;
      else if (difference < -NOISE_FLOOR) this.#detail[x] = (difference + NOISE_FLOOR) * SHARPNESS;
    }
    return this.#detail;
  }

  #fill(y: number): void {
    const { width, data } = this.#cut;
    const blurred = this.#blurred[y % 5] as Float32Array;
    const inside = this.#inside[y % 5] as Uint8Array;
    const brightness = new Float32Array(width);
    const opaque = new Uint8Array(width);
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 4;
      brightness[x] = luma(data[i] as number, data[i + 1] as number, data[i + 2] as number);
      opaque[x] = (data[i + 3] as number) === 255 ? 1 : 0;
    }
    for (let x = 2; x < width - 2; x++) {
      blurred[x] =
        ((brightness[x - 2] as number) +
          4 * (brightness[x - 1] as number) +
          6 * (brightness[x] as number) +
          4 * (brightness[x + 1] as number) +
          (brightness[x + 2] as number)) /
        16;
      inside[x] =
        (opaque[x - 2] as number) &
        (opaque[x - 1] as number) &
        (opaque[x] as number) &
        (opaque[x + 1] as number) &
        (opaque[x + 2] as number);
    }
  }
}
