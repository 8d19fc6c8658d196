import { MAX_PICTURE_PIXELS, type PictureType } from '@atelier/shared/limits';
import { AppError } from '../lib/app-error.ts';

/** What a vendor takes as an input picture. What is not named is not limited. */
export interface PictureRules {
  readonly maxPixels?: number;
  readonly minSide?: number;
  readonly maxSide?: number;
  readonly maxBytes?: number;
  /** The longer side by the shorter one. */
  readonly maxRatio?: number;
  readonly formats?: readonly PictureType[];
  /** For the file with the role `mask`, which is always as large as the first picture. */
  readonly mask?: { readonly maxBytes: number; readonly mustMatch: true };
}

/** Of models whose rules hang on what is ordered, a function of the order's parameters. */
export type PictureRuleSource = PictureRules | ((parameters: Parameters) => PictureRules);
type Parameters = Readonly<Record<string, unknown>>;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}
/** A picture as its row or its file describes it. */
export interface PictureFacts extends PictureSize {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** Results may be larger than uploads; no model, the local ones included, is promised to take such a picture. */
const COMMON: PictureRules = { maxPixels: MAX_PICTURE_PIXELS };

export function pictureRulesOf(
  { inputs }: { readonly inputs: { readonly pictures?: PictureRuleSource } },
  parameters: Parameters,
): PictureRules {
  const { pictures = {} } = inputs;
  return { ...COMMON, ...(typeof pictures === 'function' ? pictures(parameters) : pictures) };
}

/**
 * The size a picture is sent with: its own, or the largest of its shape that the rules allow.
 * @throws AppError picture_too_small, picture_too_narrow for what no shrinking can mend.
 */
export function sizeThatFits({ name, width, height }: PictureFacts, rules: PictureRules): PictureSize {
  const { maxPixels = Infinity, maxSide = Infinity, minSide = 1, maxRatio = Infinity } = rules;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (short < minSide) throw new AppError('picture_too_small', { name, limitPixels: minSide });
  if (long > short * maxRatio) throw new AppError('picture_too_narrow', { name, ratio: maxRatio });
  const scale = Math.min(1, maxSide / long, Math.sqrt(maxPixels / (width * height)));
  if (scale === 1) return { width, height };
  // Rounded down, so that no limit is passed; the shape may change by a pixel.
  const fitted = {
    width: Math.max(1, Math.floor(width * scale)),
    height: Math.max(1, Math.floor(height * scale)),
  };
  if (Math.min(fitted.width, fitted.height) < minSide) {
    const ratio = Math.floor(Math.min(maxSide / minSide, maxPixels / minSide ** 2));
    throw new AppError('picture_too_narrow', { name, ratio });
  }
  return fitted;
}

/** Whether a picture has to be written anew before it is sent. */
export function needsChange(
  picture: PictureFacts,
  { width, height }: PictureSize,
  { maxBytes = Infinity, formats }: Pick<PictureRules, 'maxBytes' | 'formats'>,
): boolean {
  if (picture.width !== width || picture.height !== height || picture.sizeBytes > maxBytes) return true;
  return formats !== undefined && !formats.some((format) => format === picture.contentType);
}

/**
 * Judges an order's pictures before anything is held. `role` names the parameter a picture belongs to; null for the
 * ordinary ones. @throws AppError picture_too_small, picture_too_narrow, mask_size_differs.
 */
export function refuseUnfit(
  pictures: ReadonlyArray<PictureFacts & { readonly role: string | null }>,
  rules: PictureRules,
): void {
  const first = pictures.find(({ role }) => role === null);
  for (const picture of pictures) {
    if (picture.role !== 'mask') sizeThatFits(picture, rules);
    else if (rules.mask?.mustMatch && first && !isSameSize(picture, first)) {
      const { width, height } = first;
      throw new AppError('mask_size_differs', { name: picture.name, width, height });
    }
  }
}

export const isSameSize = (a: PictureSize, b: PictureSize): boolean =>
  a.width === b.width && a.height === b.height;
