import { meanOf, percentile } from './histogram.ts';

/** The darkest and brightest parts per thousand that may clip when levels are stretched. */
const CLIP_SHARE = 0.005;
/** A product is never stretched by more than this factor; a black shoe must stay black. */
const MAX_GAIN = 1.3;
/** Mean brightness products are nudged towards, and how much of the way. */
const TARGET_MEAN = 135;
const MEAN_PULL = 0.35;

/** A gentle tone curve for a product from the brightness histogram of its pixels: levels stretched within bounds, then the mean lifted or lowered a little. */
export function productCurve(bins: Uint32Array): Uint8Array {
  const low = percentile(bins, CLIP_SHARE);
  const high = percentile(bins, 1 - CLIP_SHARE);
  const gain = Math.min(MAX_GAIN, 250 / Math.max(1, high - low));
  // Where the bound on the gain leaves room, the dark end keeps its place rather than the bright one.
  const black = Math.min(low, 255 - 255 / Math.max(1, gain)) * 0.8;
  const stretched = (value: number): number =>
    Math.min(1, Math.max(0, ((value - black) * Math.max(1, gain)) / 255));
  const mean = meanOf(bins, stretched);
  const target = mean + (TARGET_MEAN / 255 - mean) * MEAN_PULL;
  const gamma = mean > 0.02 && mean < 0.98 ? Math.log(target) / Math.log(mean) : 1;
  const exponent = Math.min(1.15, Math.max(0.75, gamma));
  return Uint8Array.from({ length: 256 }, (_, value) => Math.round(255 * stretched(value) ** exponent));
}
