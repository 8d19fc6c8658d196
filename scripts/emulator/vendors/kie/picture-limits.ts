import sharp from 'sharp';

/** What the documentation says of a model's pictures. */
interface PictureLimits {
  readonly maxBytes?: number;
  readonly maxPixels?: number;
  readonly minSide?: number;
  readonly maxSide?: number;
  readonly formats?: readonly string[];
}

/** "Unless noted images are jpeg / png / webp ≤ 10 MB". */
const USUAL: PictureLimits = { maxBytes: 10_000_000, formats: ['jpeg', 'png', 'webp'] };
const LIMITS: Readonly<Record<string, PictureLimits>> = {
  'recraft/remove-background': { maxBytes: 5_000_000, maxPixels: 16_000_000, minSide: 256, maxSide: 4096 },
  'nano-banana-pro': { maxBytes: 30_000_000 },
  'nano-banana-2': { maxBytes: 30_000_000 },
  '4o': { maxBytes: 26_214_400 },
};
const KLING: PictureLimits = { formats: ['jpeg', 'png'] };

/** What is wrong with the first picture that the model does not take; undefined when all are well. */
export async function problemOfPictures(
  model: string,
  pictures: readonly Buffer[],
): Promise<string | undefined> {
  const own = LIMITS[model] ?? (model.startsWith('kling') ? KLING : {});
  const {
    maxBytes = 0,
    maxPixels = Infinity,
    minSide = 1,
    maxSide = Infinity,
    formats = [],
  } = { ...USUAL, ...own };
  for (const bytes of pictures) {
    const known = await sharp(bytes)
      .metadata()
      .catch(() => undefined);
    // Videos are somebody else's affair.
    if (!known) continue;
    const { width, height, format } = known;
    if (bytes.length > maxBytes) return 'File size exceeds limit';
    if (!formats.includes(format)) return 'File type not supported';
    const isOutside = Math.min(width, height) < minSide || Math.max(width, height) > maxSide;
    if (isOutside || width * height > maxPixels) return 'Image dimensions are not within the allowed range';
  }
  return undefined;
}
