import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import {
  midjourneySpeedField,
  stylizationField,
  varietyField,
  weirdnessField,
} from '../../midjourney-fields.ts';
import { aspectRatioField, promptField, sameInEveryLanguage, seedField } from '../../parameter-fields.ts';
import { defineTuziModel } from '../define-tuzi-model.ts';

const RATIOS = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16'] as const;
const VERSIONS = ['7', '6.1', 'niji6'] as const;
const MAX_SEED = 4_294_967_295;

export default defineTuziModel({
  slug: 'tuzi-midjourney',
  vendorModel: 'imagine',
  vendor: { family: 'midjourney' },
  label: { en: 'Midjourney (TuZi)', 'zh-CN': 'Midjourney（TuZi）' },
  description: {
    en: 'Four pictures at a time in the style Midjourney is known for; pictures may guide them.',
    'zh-CN': '一次生成四张具有 Midjourney 标志性风格的图片，可用参考图引导。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-to-image', 'style-transfer'],
  parameters: z.strictObject({
    prompt: promptField(4000),
    aspectRatio: aspectRatioField(RATIOS, '1:1'),
    speed: midjourneySpeedField,
    version: field(z.enum(VERSIONS).default('7'), {
      control: 'select',
      label: { en: 'Version', 'zh-CN': '版本' },
      options: sameInEveryLanguage(VERSIONS),
    }),
    stylization: stylizationField,
    variety: varietyField,
    weirdness: weirdnessField,
    seed: seedField(MAX_SEED),
  }),
  cost: { byParameter: [{ parameter: 'speed', credits: { relaxed: 0.03, fast: 0.06, turbo: 0.12 } }] },
  costSource: 'an estimate: TuZi bills by the group of the key, compare your own bill',
  inputs: { min: 0, max: 4 },
  outputCount: () => 4,
  expectedSeconds: 40,
});
