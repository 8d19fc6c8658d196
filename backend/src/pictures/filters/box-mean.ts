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
  for (let y = 0; y < height; y++) averageRow(source, rows, y * width, width, radius);
  // Doubles, because a running sum over thousands of rows would drift in single precision.
  const sums = new Float64Array(width);
  for (let y = 0; y < Math.min(radius, height); y++) {
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + (rows[y * width + x] as number);
  }
  for (let y = 0; y < height; y++) {
    const entering = y + radius < height ? (y + radius) * width : -1;
    const leaving = y > radius ? (y - radius - 1) * width : -1;
    const share = 1 / (Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1);
    moveWindow(sums, rows, entering, leaving);
    const start = y * width;
    for (let x = 0; x < width; x++) target[start + x] = (sums[x] as number) * share;
  }
  return target;
}

function averageRow(
  source: Float32Array,
  rows: Float32Array,
  start: number,
  width: number,
  radius: number,
): void {
  let sum = 0;
  let count = Math.min(radius, width);
  for (let x = 0; x < count; x++) sum += source[start + x] as number;
  for (let x = 0; x < width; x++) {
    if (x + radius < width) {
      sum += source[start + x + radius] as number;
      count++;
    }
    if (x > radius) {
      sum -= source[start + x - radius - 1] as number;
      count--;
    }
    rows[start + x] = sum / count;
  }
}

/** Adds the entering row and takes the leaving one away; −1 for none. */
function moveWindow(sums: Float64Array, rows: Float32Array, entering: number, leaving: number): void {
  const width = sums.length;
  if (entering >= 0 && leaving >= 0) {
    for (let x = 0; x < width; x++) {
      sums[x] = (sums[x] as number) + (rows[entering + x] as number) - (rows[leaving + x] as number);
    }
  } else if (entering >= 0) {
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + (rows[entering + x] as number);
  } else if (leaving >= 0) {
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) - (rows[leaving + x] as number);
  }
}
