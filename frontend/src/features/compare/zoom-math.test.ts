import { describe, expect, it } from 'vitest';
import { actualSizeScale, clampView, fittedSize, scaleBounds, zoomAt } from './zoom-math.ts';

const stage = { width: 800, height: 600 };

describe('zoom geometry', () => {
  it('fits wide and tall pictures into the stage without changing their proportions', () => {
    expect(fittedSize(stage, { width: 4000, height: 2000 })).toEqual({ width: 800, height: 400 });
    expect(fittedSize(stage, { width: 1000, height: 2000 })).toEqual({ width: 300, height: 600 });
  });

  it('shows one picture pixel on one screen pixel at 100 %', () => {
    const picture = { width: 4000, height: 3000 };
    expect(actualSizeScale(stage, picture, 1)).toBe(5);
    expect(actualSizeScale(stage, picture, 2)).toBe(2.5);
  });

  it('keeps the spot under the pointer where it is while zooming', () => {
    const point = { x: 120, y: -80 };
    const before = { scale: 2, x: 30, y: 10 };
    const after = zoomAt(before, 5, point);
    expect((point.x - after.x) / after.scale).toBeCloseTo((point.x - before.x) / before.scale);
    expect((point.y - after.y) / after.scale).toBeCloseTo((point.y - before.y) / before.scale);
  });

  it('never pulls the picture past its own edge', () => {
    const view = clampView({ scale: 2, x: 5000, y: -5000 }, stage, { width: 800, height: 600 });
    expect(view).toEqual({ scale: 2, x: 400, y: -300 });
  });

  it('centres a picture that is smaller than the stage', () => {
    const view = clampView({ scale: 1, x: 50, y: 50 }, stage, { width: 400, height: 600 });
    expect(view).toEqual({ scale: 1, x: 0, y: 0 });
  });

  it('lets a small picture shrink to its own pixels and enlarge to four times them', () => {
    expect(scaleBounds(0.25)).toEqual({ min: 0.25, max: 8 });
    expect(scaleBounds(5)).toEqual({ min: 1, max: 20 });
  });
});
