import { clampByte } from '../filters/grade.ts';
import { interpolation } from '../filters/resize-plane.ts';
import { type Box, boxOf, type Raster, wordsOf } from '../raster.ts';
import type { LocalColours } from './foreground.ts';
import type { LinearMask } from './guided-filter.ts';
import { BACKGROUND, opacityOf, SUBJECT } from './opacity.ts';

/** A part of the guide, in its pixels; nothing outside it belongs to the subject. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is known about the subject, at the guide's resolution. */
export interface SubjectMap {
  /** Size of the whole guide. */
  readonly guideWidth: number;
  readonly guideHeight: number;
  /** The part of the guide everything below is about. */
  readonly region: Region;
  readonly mask: LinearMask;
  /** See `classify`. */
  readonly certainty: Uint8Array;
  readonly colours: LocalColours;
}

const OPAQUE = 0xff000000;

/**
 * Cuts the subject out at the picture's own resolution. Places whose surroundings are certain are copied or left out
 * without looking at their pixels; elsewhere the mask's linear functions of colour, interpolated between their
 * places, give each pixel's opacity, and the old background's share is taken out of its colour.
 * Fully transparent pixels become black, which packs best.
 */
export function cutSubject(picture: Raster, map: SubjectMap): Raster {
  const { width, height } = picture;
  const data = new Uint8Array(width * height * 4);
  const cut: Raster = { data, width, height, channels: 4, box: pixelBox(picture, map) };
  const words = wordsOf(cut);
  const { region } = map;
  const columns = interpolation(map.guideWidth, width);
  const rows = interpolation(map.guideHeight, height);
  for (let cellY = 0; cellY < region.height; cellY++) {
    const top = Math.round(((region.top + cellY) * height) / map.guideHeight);
    const bottom = Math.round(((region.top + cellY + 1) * height) / map.guideHeight);
    let cellX = 0;
    while (cellX < region.width) {
      const start = cellY * region.width;
      const kind = map.certainty[start + cellX] as number;
      const from = cellX++;
      while (cellX < region.width && map.certainty[start + cellX] === kind) cellX++;
      if (kind === BACKGROUND) continue;
      const left = Math.round(((region.left + from) * width) / map.guideWidth);
      const right = Math.round(((region.left + cellX) * width) / map.guideWidth);
      for (let y = top; y < bottom; y++) {
        if (kind === SUBJECT) copyRow(picture, words, y * width + left, y * width + right);
        else cutRow(picture, words, map, { y, left, right, columns, rows });
      }
    }
  }
  if (picture.channels === 4) keepTransparency(picture, cut);
  return cut;
}

/** What the places that are not certain background cover. */
function pixelBox(
  { width, height }: Raster,
  { certainty, region, guideWidth, guideHeight }: SubjectMap,
): Box {
  let [left, top, right, bottom] = [region.width, region.height, 0, 0];
  for (let y = 0; y < region.height; y++) {
    for (let x = 0, i = y * region.width; x < region.width; x++, i++) {
      if (certainty[i] === BACKGROUND) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  }
  if (right === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  return {
    left: Math.round(((region.left + left) * width) / guideWidth),
    top: Math.round(((region.top + top) * height) / guideHeight),
    right: Math.round(((region.left + right) * width) / guideWidth),
    bottom: Math.round(((region.top + bottom) * height) / guideHeight),
  };
}

function copyRow({ data, channels }: Raster, words: Uint32Array, from: number, to: number): void {
  for (let i = from, at = from * channels; i < to; i++, at += channels) {
    words[i] =
      (data[at] as number) | ((data[at + 1] as number) << 8) | ((data[at + 2] as number) << 16) | OPAQUE;
  }
}

interface RowSpan {
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly columns: ReturnType<typeof interpolation>;
  readonly rows: ReturnType<typeof interpolation>;
}

function cutRow(picture: Raster, words: Uint32Array, map: SubjectMap, span: RowSpan): void {
  const { data, channels, width } = picture;
  const { region, colours } = map;
  const { width: cells, coefficients: k } = map.mask;
  const { first, second, weight } = span.columns;
  const within = (row: number): number => Math.min(region.height - 1, Math.max(0, row - region.top));
  const firstRow = within(span.rows.first[span.y] as number);
  const secondRow = within(span.rows.second[span.y] as number);
  const down = span.rows.weight[span.y] as number;
  const up = 1 - down;
  const nearRow = down < 0.5 ? firstRow : secondRow;
  const colourRow = Math.min(colours.height - 1, Math.floor(nearRow / colours.factor)) * colours.width;
  for (let x = span.left; x < span.right; x++) {
    const at = (span.y * width + x) * channels;
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    const one = Math.max(0, (first[x] as number) - region.left);
    const two = Math.min(cells - 1, (second[x] as number) - region.left);
    const upper = firstRow * cells;
    const lower = secondRow * cells;
    const a =
      up * valueAt(k, upper + one, red, green, blue) + down * valueAt(k, lower + one, red, green, blue);
    const b =
      up * valueAt(k, upper + two, red, green, blue) + down * valueAt(k, lower + two, red, green, blue);
    const across = weight[x] as number;
    const opacity = opacityOf(a + (b - a) * across);
    if (opacity === 0) continue;
    const word = span.y * width + x;
    if (opacity === 255) {
      words[word] = red | (green << 8) | (blue << 16) | OPAQUE;
      continue;
    }
    // The nearest place is enough: these colours are averages over many of them.
    const near = Math.min(colours.width - 1, Math.floor((across < 0.5 ? one : two) / colours.factor));
    const colour = (colourRow + near) * 8;
    const share = opacity / 255;
    words[word] =
      freed(red, share, colours.colours, colour) |
      (freed(green, share, colours.colours, colour + 1) << 8) |
      (freed(blue, share, colours.colours, colour + 2) << 16) |
      (opacity << 24);
  }
}

/** What a place's linear function gives for a colour. */
function valueAt(k: Float32Array, place: number, red: number, green: number, blue: number): number {
  const at = place * 4;
  return (
    (k[at] as number) * red +
    (k[at + 1] as number) * green +
    (k[at + 2] as number) * blue +
    (k[at + 3] as number)
  );
}

/** The subject's own share of a mixed colour. */
function freed(own: number, share: number, colours: Float32Array, at: number): number {
  const subject = colours[at] as number;
  const background = colours[at + 4] as number;
  return clampByte(subject + share * (own - share * subject - (1 - share) * background));
}

function keepTransparency(picture: Raster, cut: Raster): void {
  const words = wordsOf(cut);
  const { left, top, right, bottom } = boxOf(cut);
  for (let y = top; y < bottom; y++) {
    for (let i = y * cut.width + left, end = y * cut.width + right; i < end; i++) {
      const word = words[i] as number;
      const opacity = ((word >>> 24) * (picture.data[i * 4 + 3] as number) + 127) / 255;
      words[i] = opacity < 1 ? 0 : (word & 0xffffff) | (opacity << 24);
    }
  }
}
