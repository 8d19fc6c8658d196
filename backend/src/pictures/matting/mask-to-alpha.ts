import { interpolation } from '../filters/resize-plane.ts';
import type { Raster } from '../raster.ts';
import { applyLinearMask, type Guide, type LinearMask } from './guided-filter.ts';

/** The guided filter spreads values towards the middle; these ends count as certain and the rest is stretched. */
const CERTAIN_BACKGROUND = 0.15;
const CERTAIN_SUBJECT = 0.85;

const STEPS = 1024;
/** Filter value (in `STEPS`) to opacity 0–255: a smooth step between the two certain ends. */
const OPACITY: Uint8Array = Uint8Array.from({ length: STEPS + 1 }, (_, i) => {
  const position = (i / STEPS - CERTAIN_BACKGROUND) / (CERTAIN_SUBJECT - CERTAIN_BACKGROUND);
  const t = Math.min(1, Math.max(0, position));
  return Math.round(255 * t * t * (3 - 2 * t));
});

/** One opacity (0–255) per pixel of a picture. */
export type OpacityMap = Uint8Array;

/**
 * Full-resolution opacities: the mask's linear functions of colour, interpolated between their places and applied to
 * each pixel's own colour. Places whose whole surroundings are certain are filled without looking at their pixels.
 */
export function maskToAlpha(mask: LinearMask, guide: Guide, picture: Raster): OpacityMap {
  const alpha = new Uint8Array(picture.width * picture.height);
  const certainty = classify(mask, guide);
  const columns = interpolation(mask.width, picture.width);
  const rows = interpolation(mask.height, picture.height);
  for (let cellY = 0; cellY < mask.height; cellY++) {
    const top = Math.round((cellY * picture.height) / mask.height);
    const bottom = Math.round(((cellY + 1) * picture.height) / mask.height);
    let cellX = 0;
    while (cellX < mask.width) {
      const kind = certainty[cellY * mask.width + cellX] as number;
      let endX = cellX + 1;
      while (endX < mask.width && certainty[cellY * mask.width + endX] === kind) endX++;
      const left = Math.round((cellX * picture.width) / mask.width);
      const right = Math.round((endX * picture.width) / mask.width);
      if (kind === SUBJECT) {
        for (let y = top; y < bottom; y++)
          alpha.fill(255, y * picture.width + left, y * picture.width + right);
      } else if (kind === UNSURE) {
        for (let y = top; y < bottom; y++)
          applyToRow(mask, picture, { y, left, right, columns, rows }, alpha);
      }
      cellX = endX;
    }
  }
  return alpha;
}

const BACKGROUND = 0;
const SUBJECT = 1;
const UNSURE = 2;

/** Per place: certain background, certain subject (all nine neighbours agree), or to be looked at pixel by pixel. */
function classify(mask: LinearMask, guide: Guide): Uint8Array {
  const { width, height } = mask;
  const { data } = applyLinearMask(mask, guide);
  const own = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    own[i] =
      value <= CERTAIN_BACKGROUND * 0.5
        ? BACKGROUND
        : value >= 1 - (1 - CERTAIN_SUBJECT) * 0.5
          ? SUBJECT
          : UNSURE;
  }
  const result = new Uint8Array(own.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) result[y * width + x] = agreement(own, width, height, x, y);
  }
  return result;
}

function agreement(own: Uint8Array, width: number, height: number, x: number, y: number): number {
  const kind = own[y * width + x] as number;
  if (kind === UNSURE) return UNSURE;
  for (let dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy++) {
    for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
      if (own[(y + dy) * width + x + dx] !== kind) return UNSURE;
    }
  }
  return kind;
}

interface RowSpan {
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly columns: ReturnType<typeof interpolation>;
  readonly rows: ReturnType<typeof interpolation>;
}

function applyToRow(mask: LinearMask, picture: Raster, span: RowSpan, alpha: OpacityMap): void {
  const { data, channels, width } = picture;
  const top = (span.rows.first[span.y] as number) * mask.width;
  const bottom = (span.rows.second[span.y] as number) * mask.width;
  const weightY = span.rows.weight[span.y] as number;
  const { red, green, blue, offset } = mask;
  const { first, second, weight } = span.columns;
  for (let x = span.left; x < span.right; x++) {
    const left = first[x] as number;
    const right = second[x] as number;
    const weightX = weight[x] as number;
    const wa = (1 - weightX) * (1 - weightY);
    const wb = weightX * (1 - weightY);
    const wc = (1 - weightX) * weightY;
    const wd = weightX * weightY;
    const a = top + left;
    const b = top + right;
    const c = bottom + left;
    const d = bottom + right;
    const at = (span.y * width + x) * channels;
    const r =
      wa * (red[a] as number) + wb * (red[b] as number) + wc * (red[c] as number) + wd * (red[d] as number);
    const g =
      wa * (green[a] as number) +
      wb * (green[b] as number) +
      wc * (green[c] as number) +
      wd * (green[d] as number);
    const bl =
      wa * (blue[a] as number) +
      wb * (blue[b] as number) +
      wc * (blue[c] as number) +
      wd * (blue[d] as number);
    const o =
      wa * (offset[a] as number) +
      wb * (offset[b] as number) +
      wc * (offset[c] as number) +
      wd * (offset[d] as number);
    const value =
      (r * (data[at] as number) + g * (data[at + 1] as number) + bl * (data[at + 2] as number)) / 255 + o;
    const step = value <= 0 ? 0 : value >= 1 ? STEPS : (value * STEPS) | 0;
    alpha[span.y * width + x] = OPACITY[step] as number;
  }
}
