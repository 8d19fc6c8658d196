import type { Raster } from '../raster.ts';
import { noiseAt } from '../styles/texture.ts';

/** A made-up product photograph whose true opacity and true colours are known. */
export interface ProductScene {
  readonly picture: Raster;
  /** True opacity per pixel, 0–255, with an edge about three pixels soft. */
  readonly alpha: Uint8Array;
  /** The product's own colours, also where it is only partly there. */
  readonly product: Raster;
}

/** A red jar with a dark lid before a green-blue wall, lit from the left, with a little sensor noise. */
export function makeProductScene(width: number, height: number): ProductScene {
  const picture = new Uint8Array(width * height * 3);
  const product = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(width * height);
  const unit = Math.min(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const u = (x - width / 2) / unit;
      const v = (y - height / 2) / unit;
      const body = superellipse(u, v - 0.06, 0.23, 0.28);
      const lid = superellipse(u, v + 0.26, 0.17, 0.06);
      const distance = Math.min(body, lid) * unit;
      const opacity = Math.min(1, Math.max(0, 0.5 - distance / 3));
      alpha[i] = Math.round(opacity * 255);
      const light = 1.05 - 0.55 * (u / 0.23 + 0.35) ** 2 * 0.5 + 0.5 * Math.exp(-((u + 0.11) ** 2) / 0.0012);
      const isLabel = Math.abs(v - 0.1) < 0.1 && body < 0;
      const colour = lid < body ? [52, 44, 48] : isLabel ? [238, 228, 205] : [188, 34, 40];
      const wall = [70 + 40 * v, 150 + 50 * v, 158 + 40 * v];
      for (let c = 0; c < 3; c++) {
        const own = Math.min(255, Math.max(0, (colour[c] as number) * light));
        const seen = opacity * own + (1 - opacity) * (wall[c] as number) + 2 * noiseAt(x, y, c);
        product[i * 3 + c] = own;
        picture[i * 3 + c] = Math.min(255, Math.max(0, seen + 0.5));
      }
    }
  }
  return {
    picture: { data: picture, width, height, channels: 3 },
    alpha,
    product: { data: product, width, height, channels: 3 },
  };
}

/** Roughly the signed distance to a box with very round corners; negative inside. */
function superellipse(u: number, v: number, halfWidth: number, halfHeight: number): number {
  const radius = (Math.abs(u / halfWidth) ** 4 + Math.abs(v / halfHeight) ** 4) ** 0.25;
  return (radius - 1) * Math.min(halfWidth, halfHeight);
}

/** Overlap of two masks at half opacity, 0 to 1. */
export function intersectionOverUnion(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    const inA = (a[i] as number) >= 128;
    const inB = (b[i] as number) >= 128;
    if (inA && inB) both++;
    if (inA || inB) either++;
  }
  return both / either;
}
