import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import type { ModelAtVendor } from '../adapter.ts';
import { defineModel, type ModelDefinition } from '../define-model.ts';
import { aspectRatioField } from '../parameter-fields.ts';
import type { PictureRules } from '../picture-rules.ts';

/** What a model's own file tells the adapter. */
export interface StabilityModel {
  /** Below `/v2beta/stable-image`. */
  readonly path: string;
  /** `async` answers with the id of a job. */
  readonly mode: 'sync' | 'async';
  /** What the input picture is called in the form. */
  readonly pictureField?: 'image' | 'subject_image';
  /** Parameters that are passed on: ours by the vendor's name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Sent with every call. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Sent only with, and only without, an input picture. */
  readonly withPicture?: Readonly<Record<string, string>>;
  readonly onlyWithPicture?: readonly string[];
  readonly onlyWithoutPicture?: readonly string[];
}

const MARGIN = 1.5;

/** A request holds ten mebibytes, a mask and the words included. */
const MAX_PICTURE_BYTES = 7 * 2 ** 20;
export const STABILITY_PICTURES = {
  minSide: 64,
  maxPixels: 9_437_184,
  maxBytes: MAX_PICTURE_BYTES,
} as const satisfies PictureRules;
/** For what is not made anew as a whole. */
export const STABILITY_SHAPED_PICTURES = {
  ...STABILITY_PICTURES,
  maxRatio: 2.5,
} as const satisfies PictureRules;

export const stabilityAspectRatio = aspectRatioField(
  ['1:1', '16:9', '21:9', '3:2', '5:4', '4:5', '2:3', '9:16', '9:21'],
  '1:1',
);

export const stabilityNegativePrompt = field(z.string().max(10_000).default(''), {
  control: 'text',
  label: { en: 'Without', 'zh-CN': '不要出现' },
  help: { en: 'What must not be in the picture.', 'zh-CN': '画面中不应出现的内容。' },
});

/** How far a result may go from the input picture. */
export const stabilityStrength = field(z.number().min(0).max(1).default(0.6), {
  control: 'slider',
  step: 0.05,
  label: { en: 'Freedom from the input', 'zh-CN': '与原图的差异程度' },
  help: {
    en: 'Used with an input picture: 0 copies it, 1 ignores it.',
    'zh-CN': '仅在有输入图片时使用：0 为照搬，1 为忽略原图。',
  },
});

export const stabilitySeed = field(z.int().min(0).max(4_294_967_294).default(0), {
  control: 'number',
  label: { en: 'Seed', 'zh-CN': '随机种子' },
  help: { en: '0 makes a new result each time.', 'zh-CN': '0 表示每次生成新的结果。' },
});

/** A model of Stability AI makes one picture a call at a fixed price. One credit of the vendor is a US cent. */
export function defineStabilityModel(
  model: Omit<
    ModelDefinition<StabilityModel>,
    'outputType' | 'priceRule' | 'vendorCost' | 'outputCount' | 'deadlineMs' | 'vendor'
  > & { readonly vendor: StabilityModel; readonly vendorCredits: number; readonly deadlineMs?: number },
): ModelDefinition<StabilityModel> {
  const { vendorCredits, ...rest } = model;
  return defineModel({
    deadlineMs: 5 * 60_000,
    ...rest,
    outputType: 'image',
    priceRule: { base: Math.ceil(vendorCredits * MARGIN) },
    vendorCost: {
      asOf: '2026-06-30',
      source: 'price notice of Stability AI, in force since 2025-08-01',
      base: vendorCredits / 100,
    },
    outputCount: () => 1,
  });
}

export function stabilityModelOf({ slug, vendor }: ModelAtVendor): StabilityModel {
  if (typeof vendor !== 'object' || vendor === null || !('path' in vendor))
    throw new Error(`${slug} does not say where it is called`);
  return vendor as StabilityModel;
}
