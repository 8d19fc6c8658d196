import type { Raster } from '../raster.ts';

/** Fainter pixels do not count as subject: a last trace of haze must not hold the frame open. */
const VISIBLE_OPACITY = 16;

/**
 * The subject in the middle of a new frame with the same margin on every side, reaching beyond the old picture
 * where the subject is close to its border.
 * @param margin as a share of the subject's longer side.
 */
export function cropToSubject(cut: Raster, margin: number): Raster {
  const box = subjectBox(cut);
  if (!box) return cut;
  const boxWidth = box.right - box.left + 1;
  const boxHeight = box.bottom - box.top + 1;
  const edge = Math.round(Math.max(boxWidth, boxHeight) * margin);
  const width = boxWidth + 2 * edge;
  const height = boxHeight + 2 * edge;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < boxHeight; y++) {
    const from = ((box.top + y) * cut.width + box.left) * 4;
    data.set(cut.data.subarray(from, from + boxWidth * 4), ((y + edge) * width + edge) * 4);
  }
  return { data, width, height, channels: 4 };
}

function subjectBox({ data, width, height }: Raster): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} | null {
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[(y * width + x) * 4 + 3] as number) < VISIBLE_OPACITY) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (top < 0) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, right, bottom };
}
