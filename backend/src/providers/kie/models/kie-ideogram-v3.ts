import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { promptField, seedField } from '../../parameter-fields.ts';
import { negativePromptField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { imageSizeField, promptExpansionField, SIX_SIZES } from '../fields.ts';

export default defineKieModel({
  slug: 'kie-ideogram-v3',
  vendorModel: 'ideogram/v3-text-to-image',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      imageSize: 'image_size',
      speed: 'rendering_speed',
      style: 'style',
      promptExpansion: 'expand_prompt',
      negativePrompt: 'negative_prompt',
      seed: 'seed',
    },
  },
  label: { en: 'Ideogram V3 (Kie.ai)', 'zh-CN': 'Ideogram V3（Kie.ai）' },
  description: {
    en: 'Posters, labels and logos: lettering is its strength.',
    'zh-CN': '擅长画面文字，适合海报、标签与标志。',
  },
  outputType: 'image',
  functionTags: ['text-to-image'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    imageSize: imageSizeField(SIX_SIZES, 'square_hd'),
    speed: field(z.enum(['BALANCED', 'TURBO', 'QUALITY']).default('BALANCED'), {
      control: 'segmented',
      label: { en: 'Quality', 'zh-CN': '质量' },
      options: {
        BALANCED: { en: 'Balanced', 'zh-CN': '均衡' },
        TURBO: { en: 'Quick', 'zh-CN': '极速' },
        QUALITY: { en: 'Best', 'zh-CN': '高质量' },
      },
    }),
    style: field(z.enum(['AUTO', 'GENERAL', 'REALISTIC', 'DESIGN']).default('AUTO'), {
      control: 'select',
      label: { en: 'Style', 'zh-CN': '风格' },
      options: {
        AUTO: { en: 'Automatic', 'zh-CN': '自动' },
        GENERAL: { en: 'General', 'zh-CN': '通用' },
        REALISTIC: { en: 'Realistic', 'zh-CN': '写实' },
        DESIGN: { en: 'Design', 'zh-CN': '设计' },
      },
    }),
    promptExpansion: promptExpansionField(true),
    negativePrompt: negativePromptField(5000),
    seed: seedField(),
  }),
  cost: {
    byParameter: [{ parameter: 'speed', credits: { TURBO: 3.5, BALANCED: 7, QUALITY: 10 }, per: 'output' }],
    asOf: '2026-06-30',
    source: 'price list of Kie.ai',
  },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 25,
});
