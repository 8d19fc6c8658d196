import { boxMean } from '../filters/box-mean.ts';
import type { Plane } from '../raster.ts';

/** Red, green and blue of one picture as planes of equal size, values 0–1. */
export interface Guide {
  readonly width: number;
  readonly height: number;
  readonly planes: readonly [Float32Array, Float32Array, Float32Array];
}

/** For each place, the linear function of colour that explains the mask around it: alpha = r·R + g·G + b·B + offset. */
export interface LinearMask {
  readonly width: number;
  readonly height: number;
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  readonly offset: Float32Array;
}

/**
 * Guided image filter with a colour guide (He, Sun and Tang, "Guided Image Filtering", 2010, section 3.2). Its
 * smoothed coefficients are returned instead of its output, because they may be applied to a larger version of
 * the same picture ("Fast Guided Filter", He and Sun, 2015).
 * @param radius window radius in pixels of the guide.
 * @param epsilon colour variance (0–1 scale) below which a window counts as flat.
 */
export function fitLinearMask(guide: Guide, mask: Plane, radius: number, epsilon: number): LinearMask {
  const { planes } = guide;
  const mean = (plane: Float32Array): Float32Array => boxMean(plane, guide, radius);
  const meanOfProduct = (a: Float32Array, b: Float32Array): Float32Array => {
    const product = new Float32Array(a.length);
    for (let i = 0; i < product.length; i++) product[i] = (a[i] as number) * (b[i] as number);
    return boxMean(product, guide, radius, product);
  };
  const [red, green, blue] = planes;
  const moments: Moments = {
    means: [mean(red), mean(green), mean(blue)],
    products: [
      meanOfProduct(red, red),
      meanOfProduct(red, green),
      meanOfProduct(red, blue),
      meanOfProduct(green, green),
      meanOfProduct(green, blue),
      meanOfProduct(blue, blue),
    ],
    maskMean: mean(mask.data),
    maskProducts: [
      meanOfProduct(red, mask.data),
      meanOfProduct(green, mask.data),
      meanOfProduct(blue, mask.data),
    ],
  };
  const solved = solve(moments, epsilon);
  const smooth = (plane: Float32Array): Float32Array => boxMean(plane, guide, radius, plane);
  return {
    width: guide.width,
    height: guide.height,
    red: smooth(solved.red),
    green: smooth(solved.green),
    blue: smooth(solved.blue),
    offset: smooth(solved.offset),
  };
}

interface Moments {
  readonly means: readonly [Float32Array, Float32Array, Float32Array];
  /** Upper triangle of the colour products: rr, rg, rb, gg, gb, bb. */
  readonly products: readonly [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  readonly maskMean: Float32Array;
  readonly maskProducts: readonly [Float32Array, Float32Array, Float32Array];
}

/** Per window: (colour covariance + epsilon) × coefficients = covariance with the mask, by the symmetric 3 × 3 inverse. */
function solve(moments: Moments, epsilon: number): Omit<LinearMask, 'width' | 'height'> {
  const [meanRed, meanGreen, meanBlue] = moments.means;
  const [rr, rg, rb, gg, gb, bb] = moments.products;
  const [rm, gm, bm] = moments.maskProducts;
  const { maskMean } = moments;
  const length = maskMean.length;
  const red = new Float32Array(length);
  const green = new Float32Array(length);
  const blue = new Float32Array(length);
  const offset = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const r = meanRed[i] as number;
    const g = meanGreen[i] as number;
    const b = meanBlue[i] as number;
    const m = maskMean[i] as number;
    const a11 = (rr[i] as number) - r * r + epsilon;
    const a12 = (rg[i] as number) - r * g;
    const a13 = (rb[i] as number) - r * b;
    const a22 = (gg[i] as number) - g * g + epsilon;
    const a23 = (gb[i] as number) - g * b;
    const a33 = (bb[i] as number) - b * b + epsilon;
    const v1 = (rm[i] as number) - r * m;
    const v2 = (gm[i] as number) - g * m;
    const v3 = (bm[i] as number) - b * m;
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
    red[i] = x1;
    green[i] = x2;
    blue[i] = x3;
    offset[i] = m - x1 * r - x2 * g - x3 * b;
  }
  return { red, green, blue, offset };
}

/** The mask the coefficients give on their own guide, clamped to 0–1. */
export function applyLinearMask(mask: LinearMask, guide: Guide): Plane {
  const [red, green, blue] = guide.planes;
  const data = new Float32Array(red.length);
  for (let i = 0; i < data.length; i++) {
    const value =
      (mask.red[i] as number) * (red[i] as number) +
      (mask.green[i] as number) * (green[i] as number) +
      (mask.blue[i] as number) * (blue[i] as number) +
      (mask.offset[i] as number);
    data[i] = Math.min(1, Math.max(0, value));
  }
  return { width: guide.width, height: guide.height, data };
}
