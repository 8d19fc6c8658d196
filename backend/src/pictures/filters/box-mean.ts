/**
 * Mean over a square window of side 2 × radius + 1, clipped at the borders, in time independent of the radius.
 * `target` may be `source`. Returns `target`.
 */
export function boxMean(
  source: Float32Array,
  size: { readonly width: number; readonly height: number },
  radius: number,
  target: Float32Array = new Float32Array(source.length),
): Float32Array {
  const { width, height } = size;
  const rows = new Float32Array(source.length);
  sumRows(source, rows, width, height, radius);
  const sums = new Float64Array(width);
  const countX = new Float32Array(width);
  for (let x = 0; x < width; x++) countX[x] = windowCount(x, radius, width);
  for (let y = 0; y < Math.min(radius, height); y++) addRow(sums, rows, y * width, 1);
  for (let y = 0; y < height; y++) {
    if (y + radius < height) addRow(sums, rows, (y + radius) * width, 1);
    if (y - radius - 1 >= 0) addRow(sums, rows, (y - radius - 1) * width, -1);
    const countY = windowCount(y, radius, height);
    const start = y * width;
    for (let x = 0; x < width; x++) target[start + x] = (sums[x] as number) / ((countX[x] as number) * countY);
  }
  return target;
}

function windowCount(position: number, radius: number, length: number): number {
  return Math.min(length - 1, position + radius) - Math.max(0, position - radius) + 1;
}

function sumRows(source: Float32Array, rows: Float32Array, width: number, height: number, radius: number): void {
  for (let y = 0; y < height; y++) {
    const start = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(radius, width); x++) sum += source[start + x] as number;
    for (let x = 0; x < width; x++) {
      if (x + radius < width) sum += source[start + x + radius] as number;
      if (x - radius - 1 >= 0) sum -= source[start + x - radius - 1] as number;
      rows[start + x] = sum;
    }
  }
}

function addRow(sums: Float64Array, rows: Float32Array, start: number, sign: 1 | -1): void {
  for (let x = 0; x < sums.length; x++) sums[x] = (sums[x] as number) + sign * (rows[start + x] as number);
}
