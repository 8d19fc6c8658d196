import { boxMean } from '../filters/box-mean.ts';
import type { Raster } from '../raster.ts';

/** For each place, the linear function of colour that explains the mask around it: alpha = r·R + g·G + b·B + offset. */
export interface LinearMask {
  readonly width: number;
  readonly height: number;
  /** r, g, b (for colour values 0–255) and offset of each place, interleaved. */
  readonly coefficients: Float32Array;
}

/** Per place: R, G, B, mask; then RR, RG, RB, GG, GB, BB; then mask × R, G, B. */
const MOMENTS = 13;

/**
 * Guided image filter with a colour guide (He, Sun and Tang, "Guided Image Filtering", 2010, section 3.2). Its
 * smoothed coefficients are returned instead of its output, because they may be applied to a larger version of
 * the same picture ("Fast Guided Filter", He and Sun, 2015).
 * @param guide three channels.
 * @param mask one value 0–1 per place of the guide.
 * @param radius window radius in pixels of the guide.
 * @param epsilon colour variance (0–1 scale) below which a window counts as flat.
 */
export function fitLinearMask(
  guide: Raster,
  mask: Float32Array,
  radius: number,
  epsilon: number,
): LinearMask {
  const { width, height } = guide;
  const moments = boxMean(momentsOf(guide, mask), { width, height, channels: MOMENTS }, radius);
  const solved = solve(moments, epsilon * 255 * 255);
  return { width, height, coefficients: boxMean(solved, { width, height, channels: 4 }, radius) };
}

function momentsOf({ data }: Raster, mask: Float32Array): Float32Array {
  const moments = new Float32Array(mask.length * MOMENTS);
  for (let i = 0, from = 0, to = 0; i < mask.length; i++, from += 3, to += MOMENTS) {
    const r = data[from] as number;
    const g = data[from + 1] as number;
    const b = data[from + 2] as number;
    const m = mask[i] as number;
    moments[to] = r;
    moments[to + 1] = g;
    moments[to + 2] = b;
    moments[to + 3] = m;
    moments[to + 4] = r * r;
    moments[to + 5] = r * g;
    moments[to + 6] = r * b;
    moments[to + 7] = g * g;
    moments[to + 8] = g * b;
    moments[to + 9] = b * b;
    moments[to + 10] = r * m;
    moments[to + 11] = g * m;
    moments[to + 12] = b * m;
  }
  return moments;
}

/** Per window: (colour covariance + epsilon) × coefficients = covariance with the mask, by the symmetric 3 × 3 inverse. */
function solve(moments: Float32Array, epsilon: number): Float32Array {
  const solved = new Float32Array((moments.length / MOMENTS) * 4);
  const at = (i: number): number => moments[i] as number;
  for (let i = 0, to = 0; i < moments.length; i += MOMENTS, to += 4) {
    const m = at(i + 3);
    if (m === 0 || m === 1) {
      // The whole window is decided: no colour matters.
      solved[to + 3] = m;
      continue;
    }
    const r = at(i);
    const g = at(i + 1);
    const b = at(i + 2);
    const a11 = at(i + 4) - r * r + epsilon;
    const a12 = at(i + 5) - r * g;
    const a13 = at(i + 6) - r * b;
    const a22 = at(i + 7) - g * g + epsilon;
    const a23 = at(i + 8) - g * b;
    const a33 = at(i + 9) - b * b + epsilon;
    const v1 = at(i + 10) - r * m;
    const v2 = at(i + 11) - g * m;
    const v3 = at(i + 12) - b * m;
    const c11 = a22 * a33 - a23 * a23;
    const c12 = a13 * a23 - a12 * a33;
    const c13 = a12 * a23 - a13 * a22;
    const c22 = a11 * a33 - a13 * a13;
    const c23 = a12 * a13 - a11 * a23;
    const c33 = a11 * a22 - a12 * a12;
    const inverse = 1 / (a11 * c11 + a12 * c12 + a13 * c13);
    const x1 = (c11 * v1 + c12 * v2 + c13 * v3) * inverse;
    const x2 = (c12 * v1 + c22 * v2 + c23 * v3) * inverse;
    const x3 = (c13 * v1 + c23 * v2 + c33 * v3) * inverse;
    solved[to] = x1;
    solved[to + 1] = x2;
    solved[to + 2] = x3;
    solved[to + 3] = m - x1 * r - x2 * g - x3 * b;
  }
  return solved;
}

/** The mask the coefficients give on their own guide, not clamped. */
export function applyLinearMask({ coefficients }: LinearMask, guide: Raster): Float32Array {
  const values = new Float32Array(coefficients.length / 4);
  for (let i = 0, k = 0, from = 0; i < values.length; i++, k += 4, from += 3) {
    values[i] =
      (coefficients[k] as number) * (guide.data[from] as number) +
      (coefficients[k + 1] as number) * (guide.data[from + 1] as number) +
      (coefficients[k + 2] as number) * (guide.data[from + 2] as number) +
      (coefficients[k + 3] as number);
  }
  return values;
}
