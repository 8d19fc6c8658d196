import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
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
    speed: field(z.enum(['fast', 'relaxed', 'turbo']).default('fast'), {
      control: 'segmented',
      label: { en: 'Speed', 'zh-CN': '速度' },
      options: {
        fast: { en: 'Fast', 'zh-CN': '快速' },
        relaxed: { en: 'Relaxed', 'zh-CN': '慢速' },
        turbo: { en: 'Turbo', 'zh-CN': '极速' },
      },
    }),
    version: field(z.enum(VERSIONS).default('7'), {
      control: 'select',
      label: { en: 'Version', 'zh-CN': '版本' },
      options: sameInEveryLanguage(VERSIONS),
    }),
    stylization: field(z.int().min(0).max(1000).default(100), {
      control: 'slider',
      step: 10,
      label: { en: 'Stylization', 'zh-CN': '风格化程度' },
    }),
    variety: field(z.int().min(0).max(100).multipleOf(5).default(0), {
      control: 'slider',
      step: 5,
      label: { en: 'Variety', 'zh-CN': '多样性' },
    }),
    weirdness: field(z.int().min(0).max(3000).default(0), {
      control: 'slider',
      step: 50,
      label: { en: 'Weirdness', 'zh-CN': '怪异程度' },
    }),
    seed: seedField(MAX_SEED),
  }),
  cost: { byParameter: [{ parameter: 'speed', credits: { relaxed: 0.03, fast: 0.06, turbo: 0.12 } }] },
  costSource: 'an estimate: TuZi bills by the group of the key, compare your own bill',
  inputs: { min: 0, max: 4 },
  outputCount: () => 4,
  expectedSeconds: 40,
});
