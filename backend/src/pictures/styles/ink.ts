import type { Raster } from '../raster.ts';
import { blurLuma } from './smoothing.ts';
import { smoothStep } from './texture.ts';

/** How closely drawn lines follow detail. */
export interface InkOptions {
  /** Width of the lines, in pixels. */
  readonly widthPixels: number;
  /** Difference of brightness (0–255) at which a line begins. */
  readonly threshold: number;
}

/**
 * Ink lines where brightness falls off: a thresholded difference of two Gaussians (Winnemöller, Kyprianidis and Olsen,
 * "XDoG", 2012). Returns the share of bare paper per pixel, 0 (ink) to 255.
 */
export async function drawInk(plane: Uint8Array, size: Raster, options: InkOptions): Promise<Uint8Array> {
  const near = await blurLuma(plane, size, options.widthPixels);
  const far = await blurLuma(plane, size, options.widthPixels * 1.8);
  const paper = new Uint8Array(plane.length);
  const table = Uint8Array.from({ length: 511 }, (_, i) =>
    Math.round(255 * (1 - smoothStep(options.threshold, options.threshold * 2.2, i - 255))),
  );
  for (let i = 0; i < paper.length; i++) {
    paper[i] = table[(far[i] as number) - (near[i] as number) + 255] as number;
  }
  return paper;
}
