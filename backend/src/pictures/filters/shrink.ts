import { boxOf, type Raster, wordsOf } from '../raster.ts';

/**
 * Shrinks by a whole factor, each result pixel being the mean of its block (weighted by alpha, where there is
 * one); rows and columns beyond the last whole block are left out. `factor` may not exceed either side. With
 * transparency it is several times faster than a general resampler, and exact enough for thumbnails.
 */
export function shrinkByFactor(source: Raster, factor: number): Raster {
  if (factor <= 1) return source;
  const width = Math.floor(source.width / factor);
  const height = Math.floor(source.height / factor);
  const data = new Uint8Array(width * height * source.channels);
  const target: Raster = { data, width, height, channels: source.channels };
  if (source.channels === 3) shrinkOpaque(source, target, factor);
  else shrinkTransparent(source, target, factor);
  return target;
}

function shrinkOpaque(source: Raster, target: Raster, factor: number): void {
  const { data, width } = source;
  const sums = new Float64Array(target.width * 3);
  const scale = 1 / (factor * factor);
  for (let y = 0; y < target.height; y++) {
    sums.fill(0);
    for (let dy = 0; dy < factor; dy++) {
      let from = (y * factor + dy) * width * 3;
      for (let x = 0; x < target.width; x++) {
        let red = 0;
        let green = 0;
        let blue = 0;
        for (let dx = 0; dx < factor; dx++, from += 3) {
          red += data[from] as number;
          green += data[from + 1] as number;
          blue += data[from + 2] as number;
        }
        sums[x * 3] = (sums[x * 3] as number) + red;
        sums[x * 3 + 1] = (sums[x * 3 + 1] as number) + green;
        sums[x * 3 + 2] = (sums[x * 3 + 2] as number) + blue;
      }
    }
    const start = y * target.width * 3;
    for (let i = 0; i < sums.length; i++) target.data[start + i] = (sums[i] as number) * scale + 0.5;
  }
}

function shrinkTransparent(source: Raster, target: Raster, factor: number): void {
  const words = wordsOf(source);
  const sums = new Float64Array(target.width * 4);
  const count = factor * factor;
  const { left, top, right, bottom } = boxOf(source);
  const firstColumn = Math.floor(left / factor);
  const lastColumn = Math.min(target.width, Math.ceil(right / factor));
  for (let y = Math.floor(top / factor); y < Math.min(target.height, Math.ceil(bottom / factor)); y++) {
    sums.fill(0);
    for (let dy = 0; dy < factor; dy++) {
      let from = (y * factor + dy) * source.width + firstColumn * factor;
      for (let x = firstColumn * 4; x < lastColumn * 4; x += 4) {
        for (const end = from + factor; from < end; from++) {
          const word = words[from] as number;
          const alpha = word >>> 24;
          if (alpha === 0) continue;
          sums[x] = (sums[x] as number) + (word & 255) * alpha;
          sums[x + 1] = (sums[x + 1] as number) + ((word >>> 8) & 255) * alpha;
          sums[x + 2] = (sums[x + 2] as number) + ((word >>> 16) & 255) * alpha;
          sums[x + 3] = (sums[x + 3] as number) + alpha;
        }
      }
    }
    const start = y * target.width * 4;
    for (let x = 0; x < sums.length; x += 4) {
      const alphas = sums[x + 3] as number;
      if (alphas === 0) continue;
      for (let c = 0; c < 3; c++) target.data[start + x + c] = (sums[x + c] as number) / alphas + 0.5;
      target.data[start + x + 3] = alphas / count + 0.5;
    }
  }
}
