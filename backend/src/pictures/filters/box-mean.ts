/** An interleaved picture's size: `channels` values per place, one when left out. */
export interface BoxMeanSize {
  readonly width: number;
  readonly height: number;
  readonly channels?: number;
}

/**
 * Mean over a square window of side 2 × radius + 1, clipped at the borders, in time independent of the radius; each
 * channel by itself.
 */
export function boxMean(source: Float32Array, size: BoxMeanSize, radius: number): Float32Array {
  const { width, height, channels = 1 } = size;
  const stride = width * channels;
  const target = new Float32Array(source.length);
  // Doubles, because a running sum over thousands of rows would drift in single precision.
  const sums = new Float64Array(stride);
  for (let y = 0; y < Math.min(radius, height); y++) {
    for (let i = 0, from = y * stride; i < stride; i++, from++) {
      sums[i] = (sums[i] as number) + (source[from] as number);
    }
  }
  for (let y = 0; y < height; y++) {
    const entering = y + radius < height ? (y + radius) * stride : -1;
    const leaving = y > radius ? (y - radius - 1) * stride : -1;
    moveWindow(sums, source, entering, leaving);
    const rows = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
    for (let c = 0; c < channels; c++) averageRow(sums, target, { y, width, channels, c, radius, rows });
  }
  return target;
}

interface RowWindow {
  readonly y: number;
  readonly width: number;
  readonly channels: number;
  readonly c: number;
  readonly radius: number;
  /** How many rows `sums` holds. */
  readonly rows: number;
}

function averageRow(sums: Float64Array, target: Float32Array, window: RowWindow): void {
  const { y, width, channels, c, radius, rows } = window;
  const start = y * width * channels + c;
  const reach = radius * channels;
  let sum = 0;
  let count = Math.min(radius, width);
  for (let x = 0; x < count; x++) sum += sums[x * channels + c] as number;
  let share = 1 / (count * rows);
  for (let x = 0, at = c; x < width; x++, at += channels) {
    const isEntering = x + radius < width;
    const isLeaving = x > radius;
    if (isEntering) sum += sums[at + reach] as number;
    if (isLeaving) sum -= sums[at - reach - channels] as number;
    if (isEntering !== isLeaving) {
      count += isEntering ? 1 : -1;
      share = 1 / (count * rows);
    }
    target[start + at - c] = sum * share;
  }
}

/** Adds the entering row and takes the leaving one away; −1 for none. */
function moveWindow(sums: Float64Array, source: Float32Array, entering: number, leaving: number): void {
  const length = sums.length;
  if (entering >= 0 && leaving >= 0) {
    for (let i = 0; i < length; i++) {
      sums[i] = (sums[i] as number) + ((source[entering + i] as number) - (source[leaving + i] as number));
    }
  } else if (entering >= 0) {
    for (let i = 0; i < length; i++) sums[i] = (sums[i] as number) + (source[entering + i] as number);
  } else if (leaving >= 0) {
    for (let i = 0; i < length; i++) sums[i] = (sums[i] as number) - (source[leaving + i] as number);
  }
}
