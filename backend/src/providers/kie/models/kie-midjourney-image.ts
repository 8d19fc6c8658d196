import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import {
  midjourneySpeedField,
  stylizationField,
  varietyField,
  weirdnessField,
} from '../../midjourney-fields.ts';
import { aspectRatioField, promptField, sameInEveryLanguage } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '6:5', '5:6', '2:1', '1:2'] as const;

export default defineKieModel({
  slug: 'kie-midjourney-image',
  vendorModel: 'midjourney',
  life: { state: 'retired', since: '2026-04-29', successor: 'kie-nano-banana-pro' },
  vendor: {
    family: 'midjourney',
    fields: {
      prompt: 'prompt',
      speed: 'speed',
      aspectRatio: 'aspectRatio',
      version: 'version',
      variety: 'variety',
      stylization: 'stylization',
      weirdness: 'weirdness',
      referenceWeight: 'ow',
    },
    fixed: { enableTranslation: true },
    pictures: { field: 'fileUrls', isList: true },
    ignoredWithoutPicture: { reference: 'image', referenceWeight: undefined },
    adjust: ({ parameters: { reference, referenceWeight, speed }, pictureCount }) => {
      if (pictureCount === 0) return { set: { taskType: 'mj_txt2img' } };
      if (reference === 'omni') {
        const isIgnored = speed !== 'fast';
        return {
          set: { taskType: 'mj_omni_reference', speed: undefined },
          warnings: isIgnored ? [{ code: 'parameter_ignored', subject: 'speed' }] : [],
        };
      }
      return {
        set: {
          taskType: reference === 'style' ? 'mj_style_reference' : 'mj_img2img',
          ow: undefined,
        },
        warnings:
          referenceWeight === undefined ? [] : [{ code: 'parameter_ignored', subject: 'referenceWeight' }],
      };
    },
  },
  label: { en: 'Midjourney (Kie.ai)', 'zh-CN': 'Midjourney（Kie.ai）' },
  description: {
    en: 'Four pictures at a time in the style Midjourney is known for.',
    'zh-CN': '一次生成四张具有 Midjourney 标志性风格的图片。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-to-image', 'style-transfer'],
  parameters: z.strictObject({
    prompt: promptField(2000),
    speed: midjourneySpeedField,
    aspectRatio: aspectRatioField(RATIOS, '1:1'),
    version: field(z.enum(['7', '6.1', '6', '5.2', '5.1', 'niji6']).default('7'), {
      control: 'select',
      label: { en: 'Version', 'zh-CN': '版本' },
      options: sameInEveryLanguage(['7', '6.1', '6', '5.2', '5.1', 'niji6']),
    }),
    reference: field(z.enum(['image', 'style', 'omni']).default('image'), {
      control: 'segmented',
      label: { en: 'Pictures are used for', 'zh-CN': '图片用途' },
      options: {
        image: { en: 'Content', 'zh-CN': '内容' },
        style: { en: 'Style', 'zh-CN': '风格' },
        omni: { en: 'Person or object', 'zh-CN': '人物或物体' },
      },
    }),
    referenceWeight: field(z.int().min(1).max(1000).optional(), {
      control: 'number',
      label: { en: 'Weight of the person or object', 'zh-CN': '人物或物体权重' },
    }),
    variety: varietyField,
    stylization: stylizationField,
    weirdness: weirdnessField,
  }),
  cost: {
    byParameter: [{ parameter: 'speed', credits: { relaxed: 3, fast: 8, turbo: 16 } }],
    asOf: '2025-10-01',
    source: 'price texts of Kie.ai of October 2025',
  },
  inputs: { min: 0, max: 5 },
  outputCount: () => 4,
});
