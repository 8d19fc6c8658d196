import { boxMean } from '../filters/box-mean.ts';
import type { Raster } from '../raster.ts';

/**
 * Locally averaged colours (0–255) of subject and background, so that the old background can be taken out of the
 * soft edge: subject R, G, B, unused, background R, G, B, unused of each place, interleaved.
 */
export interface LocalColours {
  readonly width: number;
  readonly height: number;
  /** Side of a place, in pixels of the guide. */
  readonly factor: number;
  readonly colours: Float32Array;
}

const CHANNELS = 8;
/** Where the weight of subject (and 4 further that of the background) stands among a place's eight values. */
const WEIGHT = 3;
/** Colours are averaged over areas anyway, so half the guide's size serves them as well. */
const FACTOR = 2;
/** Keeps divisions defined where a window shows nothing of one side. */
const TINY = 1e-4;

/**
 * Blur fusion (Forte, "Approximate Fast Foreground Colour Estimation", ICIP 2021) in two rounds: a wide one finds
 * colours from far inside, a narrow one follows the local colour.
 * @param opacity of the guide's pixels, 0–255.
 * @param longSide of the whole picture's guide, of which `guide` may be a part.
 */
export function localColours(guide: Raster, opacity: Uint8Array, longSide: number): LocalColours {
  const factor = Math.min(FACTOR, guide.width, guide.height);
  const width = Math.floor(guide.width / factor);
  const height = Math.floor(guide.height / factor);
  const size = { width, height, channels: CHANNELS };
  const { weighted, own } = gather(guide, opacity, factor);
  const wide = boxMean(weighted, size, Math.max(2, Math.round(longSide / factor / 24)));
  divide(wide, own);
  fuse(weighted, own, wide);
  const colours = boxMean(weighted, size, Math.max(1, Math.round(longSide / factor / 200)));
  divide(colours, own);
  return { width, height, factor, colours };
}

/** Each place's colour as it is (R, G, B, opacity 0–1), and weighted by what it shows of subject and background. */
function gather(
  guide: Raster,
  opacity: Uint8Array,
  factor: number,
): { own: Float32Array; weighted: Float32Array } {
  const width = Math.floor(guide.width / factor);
  const height = Math.floor(guide.height / factor);
  const own = new Float32Array(width * height * 4);
  const weighted = new Float32Array(width * height * CHANNELS);
  const share = 1 / (factor * factor);
  for (let y = 0, place = 0; y < height; y++) {
    for (let x = 0; x < width; x++, place++) {
      const mean = place * 4;
      const sum = place * CHANNELS;
      for (let block = 0; block < factor * factor; block++) {
        const dy = Math.floor(block / factor);
        const i = (y * factor + dy) * guide.width + x * factor + block - dy * factor;
        const alpha = ((opacity[i] as number) / 255) * share;
        for (let c = 0; c < 3; c++) {
          const value = guide.data[i * 3 + c] as number;
          own[mean + c] = (own[mean + c] as number) + value * share;
          weighted[sum + c] = (weighted[sum + c] as number) + value * alpha;
          weighted[sum + 4 + c] = (weighted[sum + 4 + c] as number) + value * (share - alpha);
        }
        own[mean + 3] = (own[mean + 3] as number) + alpha;
      }
      weighted[sum + WEIGHT] = own[mean + 3] as number;
      weighted[sum + 4 + WEIGHT] = 1 - (own[mean + 3] as number);
    }
  }
  return { own, weighted };
}

/** Turns weighted sums into colours; where one side has no weight the place's own colour stands in. */
function divide(sums: Float32Array, own: Float32Array): void {
  for (let i = 0, from = 0; i < sums.length; i += 4, from = (i >> 3) << 2) {
    const total = sums[i + WEIGHT] as number;
    for (let c = 0; c < 3; c++) {
      sums[i + c] = total > TINY ? (sums[i + c] as number) / total : (own[from + c] as number);
    }
  }
}

/** Corrects the widely averaged subject colour by what each place itself shows, and weighs both sides anew. */
function fuse(weighted: Float32Array, own: Float32Array, wide: Float32Array): void {
  for (let i = 0, from = 0; i < weighted.length; i += CHANNELS, from += 4) {
    const alpha = own[from + 3] as number;
    for (let c = 0; c < 3; c++) {
      const subject = wide[i + c] as number;
      const background = wide[i + 4 + c] as number;
      const corrected =
        subject + alpha * ((own[from + c] as number) - alpha * subject - (1 - alpha) * background);
      weighted[i + c] = Math.min(255, Math.max(0, corrected)) * alpha;
      weighted[i + 4 + c] = background * (1 - alpha);
    }
  }
}
