import { createHash } from 'node:crypto';
import sharp from 'sharp';
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
const LINE_CHARACTERS = 22;
const MAX_LINES = 5;
const ENDINGS = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/** Draws a picture out of the words, plainly marked as emulated. */
export async function drawPicture(wish: PictureWish, maxPixels: number | null): Promise<EmulatedFile> {
  const { width, height } = fit(wish, maxPixels);
  const format = wish.format ?? 'png';
  const [ground, ...insets] = wish.inputs ?? [];
  const hasGround = ground === undefined && wish.transparent !== true;
  const drawing = Buffer.from(drawSvg(wish, width, height, hasGround, ground !== undefined));
  const base = ground
    ? sharp(
        await sharp(ground).rotate().resize(width, height, { fit: 'cover' }).ensureAlpha().png().toBuffer(),
      )
    : sharp({ create: { width, height, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
  const side = Math.max(4, Math.floor(Math.min(width, height) / 5));
  const small = await Promise.all(
    insets.slice(0, 8).map(async (bytes, index) => ({
      input: await sharp(bytes).rotate().resize(side, side, { fit: 'cover' }).png().toBuffer(),
      left: Math.min(width - side, index * side),
      top: Math.max(0, height - 2 * side),
    })),
  );
  const picture = base.composite([...small, { input: drawing, left: 0, top: 0 }]);
  const flat =
    wish.transparent === true && format !== 'jpeg' ? picture : picture.flatten({ background: '#fff' });
  const bytes = await flat
    .toFormat(format, format === 'png' ? { compressionLevel: 4 } : { quality: 80 })
    .toBuffer();
  const name = `emulated.${ENDINGS[format]}`;
  return { bytes, contentType: `image/${format}`, name, width, height, seconds: null };
}

function fit({ width, height }: PictureWish, maxPixels: number | null): { width: number; height: number } {
  const scale = maxPixels === null ? 1 : Math.min(1, Math.sqrt(maxPixels / (width * height)));
  const side = (pixels: number): number => Math.min(MAX_SIDE, Math.max(MIN_SIDE, Math.round(pixels * scale)));
  return { width: side(width), height: side(height) };
}

/** Numbers from 0 to 1 that follow from the words alone. */
function draws(seed: string): (index: number) => number {
  const bytes = createHash('sha256').update(seed).digest();
  return (index) => bytes.readUInt16BE((index % 16) * 2) / 65_536;
}

function drawSvg(
  wish: PictureWish,
  width: number,
  height: number,
  hasGround: boolean,
  isEdit: boolean,
): string {
  const draw = draws(`${wish.prompt}\n${wish.seed ?? 0}`);
  const hue = Math.floor(draw(0) * 360);
  const color = (turn: number, light: number): string => `hsl(${(hue + turn) % 360} 55% ${light}%)`;
  const shapes = Array.from({ length: isEdit ? 2 : 5 }, (_, index) => {
    const [x, y] = [draw(1 + index * 3) * width, draw(2 + index * 3) * height * 0.7];
    const size = (0.08 + draw(3 + index * 3) * 0.16) * Math.min(width, height);
    const fill = color(index * 67, 45 + index * 6);
    return index % 2 === 0
      ? `<circle cx="${x}" cy="${y}" r="${size}" fill="${fill}" fill-opacity="0.85"/>`
      : `<rect x="${x}" y="${y}" width="${size * 1.6}" height="${size}" rx="${size / 6}" fill="${fill}" fill-opacity="0.85" transform="rotate(${Math.floor(draw(index) * 60 - 30)} ${x} ${y})"/>`;
  });
  const font = Math.max(3, Math.round(Math.min(width / 24, height / 16)));
  const lines = wrap(wish.prompt).map(
    (line, index) =>
      `<text x="${width / 2}" y="${height * 0.34 + index * font * 1.4}" font-size="${font}" text-anchor="middle">${escapeXml(line)}</text>`,
  );
  const foot = `EMULATED${wish.caption ? ` · ${wish.caption}` : ''}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${color(0, 88)}"/><stop offset="1" stop-color="${color(40, 70)}"/></linearGradient></defs>
${hasGround ? `<rect width="${width}" height="${height}" fill="url(#g)"/>` : ''}
${shapes.join('\n')}
<g font-family="'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif" fill="#111" stroke="#fff" stroke-width="${font / 6}" paint-order="stroke">${lines.join('')}</g>
<rect y="${height - font * 2}" width="${width}" height="${font * 2}" fill="#111"/>
<text x="${width / 2}" y="${height - font * 0.65}" font-family="sans-serif" font-weight="bold" font-size="${font}" fill="#ffd400" text-anchor="middle">${escapeXml(foot)}</text>
</svg>`;
}

/** Chinese has no spaces to break at, and its characters are twice as wide. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  let room = LINE_CHARACTERS;
  for (const word of text
    .replace(/\s+/g, ' ')
    .match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s?|\s/g) ?? []) {
    const cost = /[\u3000-\u9fff\uff00-\uffef]/.test(word) ? 2 : word.length;
    if (cost > room && line !== '') {
      lines.push(line.trim());
      line = '';
      room = LINE_CHARACTERS;
    }
    line += word;
    room -= cost;
  }
  if (line.trim() !== '') lines.push(line.trim());
  return lines.slice(0, MAX_LINES).map((each) => [...each].slice(0, 2 * LINE_CHARACTERS).join(''));
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text of people, also with half a character or a control sign in it, as XML may hold it. */
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
