import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { outputFormatField } from '../../parameter-fields.ts';
import { defineStabilityModel, STABILITY_SHAPED_PICTURES, stabilitySeed } from '../define-stability-model.ts';

export default defineStabilityModel({
  slug: 'stability-replace-background',
  vendorModel: 'replace-background-and-relight',
  vendor: {
    path: '/edit/replace-background-and-relight',
    mode: 'async',
    fields: {
      backgroundPrompt: 'background_prompt',
      lightDirection: 'light_source_direction',
      preserveSubject: 'preserve_original_subject',
      seed: 'seed',
      outputFormat: 'output_format',
    },
    pictureField: 'subject_image',
  },
  label: { en: 'Replace background and relight', 'zh-CN': '替换背景并重新打光' },
  description: {
    en: 'Puts the product before a new background and lights it to match.',
    'zh-CN': '更换背景并匹配光线，适合商品场景图。',
  },
  functionTags: ['image-editing', 'style-transfer'],
  parameters: z.strictObject({
    backgroundPrompt: field(z.string().trim().min(1).max(10_000), {
      control: 'text',
      label: { en: 'New background', 'zh-CN': '新背景' },
    }),
    lightDirection: field(z.enum(['', 'left', 'right', 'above', 'below']).default(''), {
      control: 'select',
      label: { en: 'Light from', 'zh-CN': '光源方向' },
      options: {
        '': { en: 'As it is', 'zh-CN': '保持原样' },
        left: { en: 'Left', 'zh-CN': '左侧' },
        right: { en: 'Right', 'zh-CN': '右侧' },
        above: { en: 'Above', 'zh-CN': '上方' },
        below: { en: 'Below', 'zh-CN': '下方' },
      },
    }),
    preserveSubject: field(z.number().min(0).max(1).default(0.9), {
      control: 'slider',
      step: 0.05,
      label: { en: 'Keep the subject', 'zh-CN': '保留主体' },
      help: { en: '1 keeps every pixel of it.', 'zh-CN': '1 表示主体像素完全不变。' },
    }),
    seed: stabilitySeed,
    outputFormat: outputFormatField(['png', 'jpeg', 'webp'], 'png'),
  }),
  vendorCredits: 8,
  inputs: { min: 1, max: 1, pictures: STABILITY_SHAPED_PICTURES },
  expectedSeconds: 40,
  deadlineMs: 15 * 60_000,
});
