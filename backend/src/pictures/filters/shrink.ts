import type { Raster } from '../raster.ts';

/**
 * Shrinks by a whole factor, each result pixel being the mean of its block (weighted by alpha, where there is
 * one); rows and columns beyond the last whole block are left out. `factor` may not exceed either side. A few times faster than a general resampler and exact enough for guides and thumbnails.
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
  const { data, width } = source;
  const sums = new Float64Array(target.width * 4);
  const count = factor * factor;
  for (let y = 0; y < target.height; y++) {
    sums.fill(0);
    for (let dy = 0; dy < factor; dy++) {
      let from = (y * factor + dy) * width * 4;
      for (let x = 0; x < target.width; x++) {
        let red = 0;
        let green = 0;
        let blue = 0;
        let alphas = 0;
        for (let dx = 0; dx < factor; dx++, from += 4) {
          const alpha = data[from + 3] as number;
          red += (data[from] as number) * alpha;
          green += (data[from + 1] as number) * alpha;
          blue += (data[from + 2] as number) * alpha;
          alphas += alpha;
        }
        sums[x * 4] = (sums[x * 4] as number) + red;
        sums[x * 4 + 1] = (sums[x * 4 + 1] as number) + green;
        sums[x * 4 + 2] = (sums[x * 4 + 2] as number) + blue;
        sums[x * 4 + 3] = (sums[x * 4 + 3] as number) + alphas;
      }
    }
    const start = y * target.width * 4;
    for (let x = 0; x < target.width; x++) {
      const alphas = sums[x * 4 + 3] as number;
      const scale = alphas > 0 ? 1 / alphas : 0;
      for (let c = 0; c < 3; c++) target.data[start + x * 4 + c] = (sums[x * 4 + c] as number) * scale + 0.5;
      target.data[start + x * 4 + 3] = alphas / count + 0.5;
    }
  }
}
