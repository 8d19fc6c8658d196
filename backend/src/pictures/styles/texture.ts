import { luma } from '../filters/luma.ts';
import type { Raster } from '../raster.ts';

/** Brightness of every pixel, 0–255. */
export function lumaPlane({ data, width, height }: Raster): Uint8Array {
  const plane = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < plane.length; i++, p += 3) {
    plane[i] = luma(data[p] as number, data[p + 1] as number, data[p + 2] as number);
  }
  return plane;
}

/** A fixed pattern that looks like chance: −1 to 1 for each place (integer hash after Wellons' "lowbias32"). */
export function noiseAt(x: number, y: number, seed = 0): number {
  let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(seed + 1, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return ((h ^ (h >>> 16)) >>> 0) / 0x7fffffff - 1;
}

/** `noiseAt` made smooth: the pattern's grains are `size` pixels wide. */
export function smoothNoiseAt(x: number, y: number, size: number, seed = 0): number {
  const left = Math.floor(x / size);
  const top = Math.floor(y / size);
  const u = ease(x / size - left);
  const v = ease(y / size - top);
  const upper = noiseAt(left, top, seed) * (1 - u) + noiseAt(left + 1, top, seed) * u;
  const lower = noiseAt(left, top + 1, seed) * (1 - u) + noiseAt(left + 1, top + 1, seed) * u;
  return upper * (1 - v) + lower * v;
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Rises smoothly from 0 at `from` to 1 at `to`. */
export function smoothStep(from: number, to: number, value: number): number {
  return ease(Math.min(1, Math.max(0, (value - from) / (to - from))));
}

/** Brightness factor of a lens that darkens towards the corners: 1 in the middle, `1 - amount` in a corner. */
export function vignetteAt(x: number, y: number, size: Raster, amount: number): number {
  const dx = (2 * x) / size.width - 1;
  const dy = (2 * y) / size.height - 1;
  return 1 - amount * smoothStep(0.35, 2, dx * dx + dy * dy);
}

/** How many pixels stand for one pixel of a picture 1000 pixels long, so that patterns keep their look at any size. */
export function unitOf(size: Raster): number {
  return Math.max(size.width, size.height) / 1000;
}

/**
 * Printed dots on a grid turned by 45 degrees: whether a dot of this darkness (0–1) covers the place. Edges are
 * softened over about a pixel.
 */
export function halftoneAt(x: number, y: number, pitch: number, darkness: number): number {
  const u = ((x + y) * Math.SQRT1_2) / pitch;
  const v = ((x - y) * Math.SQRT1_2) / pitch;
  const distance = Math.hypot(u - Math.round(u), v - Math.round(v)) * pitch;
  const radius = Math.sqrt(Math.max(0, darkness) / Math.PI) * pitch;
  return Math.min(1, Math.max(0, radius - distance + 0.5));
}
