import { AppError } from '../../lib/app-error.ts';
import { resizePlane } from '../filters/resize-plane.ts';
import { shrinkByFactor } from '../filters/shrink.ts';
import { decodeSource, decodeSquare, type Source } from '../open-source.ts';
import type { Raster } from '../raster.ts';
import { cutSubject } from './foreground.ts';
import { fitLinearMask, type Guide } from './guided-filter.ts';
import { maskToAlpha } from './mask-to-alpha.ts';
import type { MattingLoader } from './matting-loader.ts';
import type { Saliency } from './matting-model.ts';

/** Edges are sought on a copy of at least this long side (and less than twice it), in pixels. */
const GUIDE_SIDE_PIXELS = 800;
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
  const square = await decodeSquare(source, model.side);
  // Decoding happens outside this thread, inference on it: together they take as long as the longer one.
  const decoding = decodeSource(source);
  decoding.catch(() => undefined);
  onStage('decoded');
  const saliency = await model.predict(square);
  if (saliency.peak < MIN_PEAK) throw new AppError('no_subject_found');
  const picture = await decoding;
  onStage('detected');
  const cut = refine(picture, saliency);
  onStage('refined');
  return cut;
}

/** From the network's coarse mask to the finished cut-out. */
export function refine(picture: Raster, saliency: Saliency): Raster {
  const longSide = Math.max(picture.width, picture.height);
  const factor = Math.max(1, Math.floor(longSide / GUIDE_SIDE_PIXELS));
  const small = shrinkByFactor(picture, Math.min(factor, picture.width, picture.height));
  const guide = toGuide(small);
  const mask = resizePlane(
    { data: saliency.data, width: saliency.side, height: saliency.side },
    guide.width,
    guide.height,
  );
  decide(mask.data);
  const radius = Math.max(2, Math.round(Math.max(guide.width, guide.height) * WINDOW_SHARE));
  const alpha = maskToAlpha(fitLinearMask(guide, mask, radius, EPSILON), guide, picture);
  keepTransparency(picture, alpha);
  if (!hasSubject(alpha)) throw new AppError('no_subject_found');
  // Colours are averaged over areas anyway, so half the guide's size serves them as well.
  return cutSubject(picture, alpha, toGuide(shrinkByFactor(small, Math.min(2, small.width, small.height))));
}

/** Pulls lukewarm values to their side, so that a doubtful patch inside the product does not become a hole. */
function decide(mask: Float32Array): void {
  for (let i = 0; i < mask.length; i++) {
    const t = Math.min(1, Math.max(0, ((mask[i] as number) - DOUBT_FROM) / (DOUBT_TO - DOUBT_FROM)));
    mask[i] = t * t * (3 - 2 * t);
  }
}

function toGuide({ width, height, channels, data }: Raster): Guide {
  const plane = (c: number): Float32Array => {
    const values = new Float32Array(width * height);
    for (let i = 0; i < values.length; i++) values[i] = (data[i * channels + c] as number) / 255;
    return values;
  };
  return { width, height, planes: [plane(0), plane(1), plane(2)] };
}

function keepTransparency(picture: Raster, alpha: Uint8Array): void {
  if (picture.channels === 3) return;
  for (let i = 0; i < alpha.length; i++) {
    alpha[i] = ((alpha[i] as number) * (picture.data[i * 4 + 3] as number)) / 255 + 0.5;
  }
}

function hasSubject(alpha: Uint8Array): boolean {
  let opaque = 0;
  for (let i = 0; i < alpha.length; i++) if ((alpha[i] as number) >= 128) opaque++;
  return opaque >= alpha.length * MIN_SUBJECT_SHARE;
}
