import sharp, { type CreateText, type OverlayOptions } from 'sharp';
import { Canvas, hsl, numbersFrom } from './canvas.ts';
import type { EmulatedFile } from './file-shelf.ts';

export type PictureFormat = 'png' | 'jpeg' | 'webp';

export interface PictureWish {
  readonly prompt: string;
  readonly width: number;
  readonly height: number;
  /** Default png. */
  readonly format?: PictureFormat;
  /** The same prompt and seed give the same picture. Default 0. */
  readonly seed?: number;
  /** Leaves out the background. Not for jpeg. */
  readonly transparent?: boolean;
  /** Pictures to work from: the first becomes the ground, the others stand small on it. */
  readonly inputs?: readonly Buffer[];
  /** Further words for the foot of the picture, such as a model's name. */
  readonly caption?: string;
}

const MIN_SIDE = 16;
const MAX_SIDE = 4096;
/** Smaller pictures have no room for words; the bar at the foot marks them all the same. */
const MIN_SIDE_FOR_TEXT = 48;
const MAX_CHARACTERS = 90;
const MAX_INSETS = 8;
const BLACK = { red: 17, green: 17, blue: 17 };
const WHITE = { red: 255, green: 255, blue: 255 };
const YELLOW = { red: 255, green: 212, blue: 0 };
const ENDINGS = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/** Draws a picture out of the words, plainly marked as emulated: shapes, the words, and a black and yellow bar. */
export async function drawPicture(wish: PictureWish, maxPixels: number | null): Promise<EmulatedFile> {
  const { width, height } = fit(wish, maxPixels);
  const format = wish.format ?? 'png';
  const isTransparent = wish.transparent === true && format !== 'jpeg';
  const [ground, ...insets] = wish.inputs ?? [];
  const base = ground
    ? sharp(
        await sharp(ground).rotate().resize(width, height, { fit: 'cover' }).ensureAlpha().png().toBuffer(),
      )
    : sharp({ create: { width, height, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
  const layers = [
    ...(await insetLayers(insets, width, height)),
    shapeLayer(wish, width, height, ground === undefined && !isTransparent),
    ...(await textLayers(wish, width, height)),
  ];
  const picture = base.composite(layers);
  const finished = isTransparent ? picture : picture.flatten({ background: '#fff' });
  const settings = format === 'png' ? { compressionLevel: 4 } : { quality: 80 };
  const bytes = await finished.toFormat(format, settings).toBuffer();
  const name = `emulated.${ENDINGS[format]}`;
  return { bytes, contentType: `image/${format}`, name, width, height, seconds: null };
}

function fit({ width, height }: PictureWish, maxPixels: number | null): { width: number; height: number } {
  const scale = maxPixels === null ? 1 : Math.min(1, Math.sqrt(maxPixels / (width * height)));
  const side = (pixels: number): number => Math.min(MAX_SIDE, Math.max(MIN_SIDE, Math.round(pixels * scale)));
  return { width: side(width), height: side(height) };
}

const footOf = (width: number, height: number): number => Math.ceil(Math.min(width, height) / 11);

function shapeLayer(wish: PictureWish, width: number, height: number, hasGround: boolean): OverlayOptions {
  const canvas = new Canvas(width, height);
  const draw = numbersFrom(`${wish.prompt}\n${wish.seed ?? 0}`);
  const hue = draw(0) * 360;
  const shorter = Math.min(width, height);
  if (hasGround) canvas.gradient(hsl(hue, 0.5, 0.9), hsl(hue + 40, 0.5, 0.7));
  const count = wish.inputs?.length ? 2 : 5;
  for (let index = 0; index < count; index += 1) {
    const [x, y] = [draw(1 + index * 3) * width, draw(2 + index * 3) * height * 0.8];
    const size = (0.08 + draw(3 + index * 3) * 0.16) * shorter;
    const color = hsl(hue + index * 67, 0.55, 0.45 + index * 0.06);
    if (index % 2 === 0) canvas.circle(x, y, size, color, 0.85);
    else canvas.rectangle({ x, y, width: size * 1.6, height: size }, color, 0.85);
  }
  const foot = footOf(width, height);
  canvas.rectangle({ x: 0, y: height - foot, width, height: foot }, BLACK, 1);
  canvas.rectangle({ x: 0, y: height - foot, width, height: Math.ceil(foot / 10) }, YELLOW, 1);
  return { input: canvas.pixels, raw: { width, height, channels: 4 }, left: 0, top: 0 };
}

async function insetLayers(
  insets: readonly Buffer[],
  width: number,
  height: number,
): Promise<OverlayOptions[]> {
  const side = Math.max(4, Math.floor(Math.min(width, height) / 5));
  return Promise.all(
    insets.slice(0, MAX_INSETS).map(async (bytes, index) => ({
      input: await sharp(bytes).rotate().resize(side, side, { fit: 'cover' }).png().toBuffer(),
      left: Math.max(0, Math.min(width - side, index * side)),
      top: Math.max(0, height - footOf(width, height) - side),
    })),
  );
}

async function textLayers(wish: PictureWish, width: number, height: number): Promise<OverlayOptions[]> {
  if (Math.min(width, height) < MIN_SIDE_FOR_TEXT) return [];
  const foot = footOf(width, height);
  const mark = await drawText(`EMULATED${wish.caption ? ` · ${wish.caption}` : ''}`, {
    ...{ width: Math.floor(width * 0.94), height: Math.floor(foot * 0.7), color: '#ffd400' },
    isOneLine: true,
  });
  const layers: OverlayOptions[] = [
    placed(mark, width, height - foot + Math.floor((foot - mark.height) / 2)),
  ];
  const characters = [...wish.prompt.replace(/\s+/g, ' ').trim()];
  const words =
    characters.slice(0, MAX_CHARACTERS).join('') + (characters.length > MAX_CHARACTERS ? '…' : '');
  if (words === '') return layers;
  const room = { width: Math.floor(width * 0.8), height: Math.floor(height * 0.32) };
  const text = await drawText(words, { ...room, color: '#111', isOneLine: false });
  const top = Math.floor((height - foot - text.height) / 2);
  const plate = new Canvas(Math.min(width, text.width + foot), Math.min(height, text.height + foot));
  plate.rectangle({ x: 0, y: 0, width: plate.width, height: plate.height }, WHITE, 0.75);
  const plateRaw = { width: plate.width, height: plate.height, channels: 4 } as const;
  layers.push(
    placed(
      { ...plateRaw, input: plate.pixels, raw: plateRaw },
      width,
      Math.max(0, top - Math.floor(foot / 2)),
    ),
    placed(text, width, top),
  );
  return layers;
}

type Drawn = { readonly width: number; readonly height: number } & Pick<OverlayOptions, 'input' | 'raw'>;

/** In the middle from left to right. */
const placed = ({ width, input, raw }: Drawn, within: number, top: number): OverlayOptions => ({
  ...(input !== undefined && { input }),
  ...(raw && { raw }),
  left: Math.max(0, Math.floor((within - width) / 2)),
  top: Math.max(0, top),
});

const TRIAL_POINTS = 12;
const MAX_POINTS = 1000;

/**
 * Words about as large as the room allows; every script that the machine has a font for. sharp can find the size by
 * itself, but it tries many resolutions, and each costs milliseconds: so they are measured once in a small size.
 */
async function drawText(
  words: string,
  { width, height, color, isOneLine }: { width: number; height: number; color: string; isOneLine: boolean },
): Promise<Drawn> {
  const text = `<span foreground="${color}" weight="bold">${escapeMarkup(words)}</span>`;
  const draw = (points: number, options: Partial<CreateText> = {}) =>
    sharp({ text: { text, font: `sans ${points}`, align: 'centre', rgba: true, ...options } });
  const { info: trial } = await draw(TRIAL_POINTS).raw().toBuffer({ resolveWithObject: true });
  const widest = isOneLine
    ? width / trial.width
    : // The size at which all its lines would fill the room.
      Math.sqrt((width * height) / (trial.width * trial.height));
  const scale = Math.min(widest, height / trial.height);
  const points = Math.max(1, Math.min(MAX_POINTS, Math.floor(TRIAL_POINTS * scale)));
  const { data, info } = await draw(points, isOneLine ? {} : { width, wrap: 'word-char' })
    .resize(width, height, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height };
  return { ...size, input: data, raw: { ...size, channels: 4 } };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text of people, also with half a character or a control sign in it, as markup may hold it. */
const escapeMarkup = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
