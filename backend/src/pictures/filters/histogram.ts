import { boxOf, type Raster } from '../raster.ts';
import { luma } from './luma.ts';

/** Counts per value 0–255 of the visible pixels. */
export interface Histograms {
  readonly red: Uint32Array;
  readonly green: Uint32Array;
  readonly blue: Uint32Array;
  readonly luma: Uint32Array;
}

/** Enough pixels for a stable histogram of any picture. */
const SAMPLES = 250_000;

/** Looks at no more than about a quarter of a million pixels that are at least half opaque. */
export function histogramsOf(picture: Raster): Histograms {
  const { data, channels } = picture;
  const { left, top, right, bottom } = boxOf(picture);
  const width = right - left;
  const area = width * (bottom - top);
  const bins = (): Uint32Array => new Uint32Array(256);
  const result: Histograms = { red: bins(), green: bins(), blue: bins(), luma: bins() };
  // An odd step does not fall into line with even picture widths.
  const step = Math.max(1, Math.floor(area / SAMPLES)) | 1;
  for (let at = 0; at < area; at += step) {
    const y = Math.floor(at / width);
    const i = ((top + y) * picture.width + left + at - y * width) * channels;
    if (channels === 4 && (data[i + 3] as number) < 128) continue;
    const red = data[i] as number;
    const green = data[i + 1] as number;
    const blue = data[i + 2] as number;
    const grey = luma(red, green, blue);
    result.red[red] = (result.red[red] as number) + 1;
    result.green[green] = (result.green[green] as number) + 1;
    result.blue[blue] = (result.blue[blue] as number) + 1;
    result.luma[grey] = (result.luma[grey] as number) + 1;
  }
  return result;
}

/** The smallest value that at least this share of the counts does not exceed. */
export function percentile(bins: Uint32Array, share: number): number {
  let total = 0;
  for (const count of bins) total += count;
  let seen = 0;
  for (let value = 0; value < bins.length; value++) {
    seen += bins[value] as number;
    if (seen > 0 && seen >= total * share) return value;
  }
  return bins.length - 1;
}

/** Mean of a function of the value over all counts; 0 when there are none. */
export function meanOf(bins: Uint32Array, map: (value: number) => number): number {
  let total = 0;
  let sum = 0;
  for (let value = 0; value < bins.length; value++) {
    total += bins[value] as number;
    sum += (bins[value] as number) * map(value);
  }
  return total > 0 ? sum / total : 0;
}
