import type { Plane } from '../raster.ts';

/** Bilinear, corner pixels aligned at their centres. For enlarging; shrinking by more than 2 would skip samples. */
export function resizePlane(plane: Plane, width: number, height: number): Plane {
  const columns = interpolation(plane.width, width);
  const rows = interpolation(plane.height, height);
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = (rows.first[y] as number) * plane.width;
    const bottom = (rows.second[y] as number) * plane.width;
    const weightY = rows.weight[y] as number;
    for (let x = 0; x < width; x++) {
      const left = columns.first[x] as number;
      const right = columns.second[x] as number;
      const weightX = columns.weight[x] as number;
      const a = plane.data[top + left] as number;
      const b = plane.data[top + right] as number;
      const c = plane.data[bottom + left] as number;
      const d = plane.data[bottom + right] as number;
      const upper = a + (b - a) * weightX;
      data[y * width + x] = upper + (c + (d - c) * weightX - upper) * weightY;
    }
  }
  return { data, width, height };
}

/** For each position along one axis: its two source positions and the share of the second. */
export function interpolation(
  from: number,
  to: number,
): { first: Int32Array; second: Int32Array; weight: Float32Array } {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const weight = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const position = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    first[i] = Math.floor(position);
    second[i] = Math.min(from - 1, Math.floor(position) + 1);
    weight[i] = position - Math.floor(position);
  }
  return { first, second, weight };
}
