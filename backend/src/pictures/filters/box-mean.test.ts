import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxMean } from './box-mean.ts';

function naiveMean(source: Float32Array, width: number, height: number, radius: number): number[] {
  return Array.from({ length: width * height }, (_, i) => {
    let sum = 0;
    let count = 0;
    for (
      let y = Math.max(0, Math.floor(i / width) - radius);
      y <= Math.min(height - 1, Math.floor(i / width) + radius);
      y++
    ) {
      for (let x = Math.max(0, (i % width) - radius); x <= Math.min(width - 1, (i % width) + radius); x++) {
        sum += source[y * width + x] as number;
        count++;
      }
    }
    return sum / count;
  });
}

describe('boxMean', () => {
  it('equals the mean over the clipped window for any size and radius', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 15 }),
        fc.integer(),
        (width, height, radius, seed) => {
          const source = Float32Array.from({ length: width * height }, (_, i) =>
            Math.sin(seed + i * 12.9898),
          );
          const expected = naiveMean(source, width, height, radius);
          const actual = boxMean(source, { width, height }, radius);
          for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
        },
      ),
    );
  });
});
