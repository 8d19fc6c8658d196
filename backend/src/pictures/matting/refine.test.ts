import { describe, expect, it } from 'vitest';
import { resizePlane } from '../filters/resize-plane.ts';
import type { Raster } from '../raster.ts';
import { intersectionOverUnion, makeProductScene } from '../testing/product-scene.ts';
import { refine } from './cut-out.ts';
import type { Saliency } from './matting-model.ts';

const scene = makeProductScene(1200, 900);

/** What a network of this size would see of the truth: the real mask, reduced to a coarse blurred square. */
function coarseMask(side: number): Saliency {
  const { width, height } = scene.picture;
  const data = new Float32Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let sum = 0;
      let count = 0;
      for (let py = Math.floor(((y - 0.6) * height) / side); py < ((y + 1.6) * height) / side; py++) {
        for (let px = Math.floor(((x - 0.6) * width) / side); px < ((x + 1.6) * width) / side; px++) {
          if (px < 0 || py < 0 || px >= width || py >= height) continue;
          sum += (scene.alpha[py * width + px] as number) / 255;
          count++;
        }
      }
      data[y * side + x] = sum / count;
    }
  }
  return { side, data, peak: 1 };
}

function alphaOf(cut: Raster): Uint8Array {
  return Uint8Array.from({ length: cut.width * cut.height }, (_, i) => cut.data[i * 4 + 3] as number);
}

function meanAbsoluteError(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
  return sum / a.length / 255;
}

const mask = coarseMask(160);
const cut = refine(scene.picture, scene.picture, mask);

describe('refining a coarse mask', () => {
  it('follows the picture far more closely than the enlarged mask does', () => {
    const { width, height } = scene.picture;
    const enlarged = resizePlane({ data: mask.data, width: 160, height: 160 }, width, height).data;
    const plain = Uint8Array.from(enlarged, (value) => Math.round(value * 255));
    const alpha = alphaOf(cut);
    expect(meanAbsoluteError(alpha, scene.alpha)).toBeLessThan(meanAbsoluteError(plain, scene.alpha) * 0.5);
    expect(intersectionOverUnion(alpha, scene.alpha)).toBeGreaterThan(0.98);
  });

  it('works at the full size of the input and keeps edges soft', () => {
    expect([cut.width, cut.height]).toEqual([1200, 900]);
    const levels = new Set(alphaOf(cut));
    expect(levels.size).toBeGreaterThan(20);
    expect(levels.has(0) && levels.has(255)).toBe(true);
  });

  it('keeps the own pixels wherever the product is opaque', () => {
    const changed = alphaOf(cut).filter(
      (opacity, i) => opacity === 255 && cut.data[i * 4] !== scene.picture.data[i * 3],
    );
    expect(changed).toHaveLength(0);
  });

  it('takes most of the old background colour out of the soft edge', () => {
    let raw = 0;
    let cleaned = 0;
    for (let i = 0; i < cut.width * cut.height; i++) {
      const opacity = cut.data[i * 4 + 3] as number;
      if (opacity < 40 || opacity > 215) continue;
      for (let c = 0; c < 3; c++) {
        const truth = scene.product.data[i * 3 + c] as number;
        raw += opacity * Math.abs((scene.picture.data[i * 3 + c] as number) - truth);
        cleaned += opacity * Math.abs((cut.data[i * 4 + c] as number) - truth);
      }
    }
    expect(raw).toBeGreaterThan(0);
    expect(cleaned).toBeLessThan(raw * 0.5);
  });

  it('multiplies with transparency the picture already had', () => {
    const { width, height, data } = scene.picture;
    const holed = new Uint8Array(width * height * 4);
    for (let i = 0; i < width * height; i++) {
      holed.set(data.subarray(i * 3, i * 3 + 3), i * 4);
      holed[i * 4 + 3] = i % width < width / 2 ? 0 : 255;
    }
    const alpha = alphaOf(refine({ data: holed, width, height, channels: 4 }, scene.picture, mask));
    expect(alpha.some((value, i) => value > 0 && i % width < width / 2)).toBe(false);
    expect(alpha.some((value) => value === 255)).toBe(true);
  });

  it('refuses a mask with nothing in it', () => {
    const empty: Saliency = { side: 160, data: new Float32Array(160 * 160), peak: 1 };
    expect(() => refine(scene.picture, scene.picture, empty)).toThrow(
      expect.objectContaining({ code: 'no_subject_found' }),
    );
  });
});
