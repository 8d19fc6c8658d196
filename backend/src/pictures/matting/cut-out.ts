import { AppError } from '../../lib/app-error.ts';
import { resizePlane } from '../filters/resize-plane.ts';
import { decodeGuide, decodeSource, type Source, squareOf } from '../open-source.ts';
import { boxOf, type Raster, wordsOf } from '../raster.ts';
import { cutSubject, type Region } from './cut-subject.ts';
import { localColours } from './foreground.ts';
import { applyLinearMask, fitLinearMask } from './guided-filter.ts';
import type { MattingLoader } from './matting-loader.ts';
import type { Saliency } from './matting-model.ts';
import { classify, opacitiesOf } from './opacity.ts';

/** Edges are sought on a copy of at most this long side, in pixels. */
const GUIDE_SIDE_PIXELS = 1000;
/** Guided-filter window as a share of the guide's long side, and its flatness bound; chosen by `bench/cutout-quality.ts`. */
const WINDOW_SHARE = 0.008;
const EPSILON = 1e-3;
/** What the network says below and above these counts as decided. */
const DOUBT_FROM = 0.2;
const DOUBT_TO = 0.8;
/** Below this the network itself does not claim that there is a subject. */
const MIN_PEAK = 0.5;
/** Share of the picture that must belong to the subject. */
const MIN_SUBJECT_SHARE = 0.001;

/** The boundaries a caller may report progress at. */
export type CutOutStage = 'decoded' | 'detected' | 'refined';

/**
 * Cuts the subject out of a picture at the picture's own resolution: four channels, soft edges, edge colours freed
 * from the old background. Transparency the picture already had is kept.
 * @throws AppError no_subject_found
 */
export async function cutOut(
  source: Source,
  matting: MattingLoader,
  onStage: (stage: CutOutStage) => void,
): Promise<Raster> {
  const model = await matting();
  const guide = await decodeGuide(source, GUIDE_SIDE_PIXELS);
  const square = await squareOf(guide, model.side);
  // Decoding happens outside this thread, inference on it: together they take as long as the longer one.
  const decoding = decodeSource(source);
  decoding.catch(() => undefined);
  onStage('decoded');
  const saliency = await model.predict(square);
  if (saliency.peak < MIN_PEAK) throw new AppError('no_subject_found');
  const picture = await decoding;
  onStage('detected');
  const cut = refine(picture, guide, saliency);
  onStage('refined');
  return cut;
}

/**
 * From the network's coarse mask to the finished cut-out.
 * @param guide the same picture without transparency, as large or smaller.
 * @throws AppError no_subject_found
 */
export function refine(picture: Raster, guide: Raster, saliency: Saliency): Raster {
  const mask = resizePlane(
    { data: saliency.data, width: saliency.side, height: saliency.side },
    guide.width,
    guide.height,
  ).data;
  decide(mask);
  const longSide = Math.max(guide.width, guide.height);
  const radius = Math.max(2, Math.round(longSide * WINDOW_SHARE));
  // Twice the window for the filter itself, more for the background's colour around the subject.
  const region = regionOf(mask, guide, Math.max(2 * radius + 1, Math.round(longSide / 24)));
  if (!region) throw new AppError('no_subject_found');
  const part = cropRaster(guide, region);
  const linear = fitLinearMask(part, cropPlane(mask, guide.width, region), radius, EPSILON);
  const values = applyLinearMask(linear, part);
  const cut = cutSubject(picture, {
    guideWidth: guide.width,
    guideHeight: guide.height,
    region,
    mask: linear,
    certainty: classify(values, part.width, part.height),
    colours: localColours(part, opacitiesOf(values), longSide),
  });
  if (!hasSubject(cut)) throw new AppError('no_subject_found');
  return cut;
}

/** Pulls lukewarm values to their side, so that a doubtful patch inside the product does not become a hole. */
function decide(mask: Float32Array): void {
  for (let i = 0; i < mask.length; i++) {
    const t = Math.min(1, Math.max(0, ((mask[i] as number) - DOUBT_FROM) / (DOUBT_TO - DOUBT_FROM)));
    mask[i] = t * t * (3 - 2 * t);
  }
}

/** The part of the guide that holds all of the mask, and `margin` pixels around it. */
function regionOf(mask: Float32Array, { width, height }: Raster, margin: number): Region | null {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (mask[i] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return null;
  left = Math.max(0, left - margin);
  top = Math.max(0, top - margin);
  return {
    left,
    top,
    width: Math.min(width, right + 1 + margin) - left,
    height: Math.min(height, bottom + 1 + margin) - top,
  };
}

function cropRaster({ data, width, channels }: Raster, region: Region): Raster {
  const part = new Uint8Array(region.width * region.height * channels);
  for (let y = 0; y < region.height; y++) {
    const from = ((region.top + y) * width + region.left) * channels;
    part.set(data.subarray(from, from + region.width * channels), y * region.width * channels);
  }
  return { data: part, width: region.width, height: region.height, channels };
}

function cropPlane(plane: Float32Array, width: number, region: Region): Float32Array {
  const part = new Float32Array(region.width * region.height);
  for (let y = 0; y < region.height; y++) {
    const from = (region.top + y) * width + region.left;
    part.set(plane.subarray(from, from + region.width), y * region.width);
  }
  return part;
}

function hasSubject(cut: Raster): boolean {
  const words = wordsOf(cut);
  let opaque = 0;
  const { left, top, right, bottom } = boxOf(cut);
  for (let y = top; y < bottom; y++) {
    // The highest bit of a word is that of its opacity.
    for (let x = left, i = y * cut.width + left; x < right; x++, i++) opaque += (words[i] as number) >>> 31;
  }
  return opaque >= words.length * MIN_SUBJECT_SHARE;
}
