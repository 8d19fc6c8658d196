import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { aspectRatioField, outputFormatField, promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const MAX_TOLERANCE_OF_EDITS = 2;

export default defineKieModel({
  slug: 'kie-flux-kontext',
  vendorModel: 'flux-kontext-pro',
  vendor: {
    family: 'flux',
    fields: {
      prompt: 'prompt',
      variant: 'model',
      aspectRatio: 'aspectRatio',
      outputFormat: 'outputFormat',
      promptUpsampling: 'promptUpsampling',
      safetyTolerance: 'safetyTolerance',
    },
    // The model reads English only.
    fixed: { enableTranslation: true },
    pictures: { field: 'inputImage' },
    adjust: ({ parameters: { aspectRatio, safetyTolerance }, pictureCount }) => {
      const isTooTolerant = pictureCount > 0 && Number(safetyTolerance) > MAX_TOLERANCE_OF_EDITS;
      return {
        set: {
          ...(aspectRatio === 'auto' && { aspectRatio: undefined }),
          ...(isTooTolerant && { safetyTolerance: MAX_TOLERANCE_OF_EDITS }),
        },
        warnings: isTooTolerant ? [{ code: 'parameter_adjusted', subject: 'safetyTolerance' }] : [],
      };
    },
  },
  label: { en: 'FLUX Kontext (Kie.ai)', 'zh-CN': 'FLUX Kontext（Kie.ai）' },
  description: {
    en: 'Changes one picture as your words say and keeps the rest of it, or draws a new one.',
    'zh-CN': '按文字要求修改一张图片并保留其余部分，也可直接由文字出图。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-editing', 'image-to-image'],
  featureTags: ['fast'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    variant: field(z.enum(['flux-kontext-pro', 'flux-kontext-max']).default('flux-kontext-pro'), {
      control: 'segmented',
      label: { en: 'Variant', 'zh-CN': '版本' },
      options: {
        'flux-kontext-pro': { en: 'Pro', 'zh-CN': 'Pro' },
        'flux-kontext-max': { en: 'Max', 'zh-CN': 'Max' },
      },
    }),
    aspectRatio: aspectRatioField(['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '21:9'], 'auto', {
      auto: { en: 'As the picture', 'zh-CN': '与原图一致' },
    }),
    outputFormat: outputFormatField(['png', 'jpeg'], 'png'),
    promptUpsampling: field(z.boolean().default(false), {
      control: 'switch',
      label: { en: 'Enrich the prompt', 'zh-CN': '自动丰富提示词' },
    }),
    safetyTolerance: field(z.int().min(0).max(6).default(2), {
      control: 'slider',
      step: 1,
      label: { en: 'Content tolerance', 'zh-CN': '内容审核宽松度' },
      help: {
        en: '0 is the strictest; with a picture at most 2.',
        'zh-CN': '0 为最严格；使用图片时最高为 2。',
      },
    }),
  }),
  cost: {
    byParameter: [
      { parameter: 'variant', credits: { 'flux-kontext-pro': 5, 'flux-kontext-max': 10 }, per: 'output' },
    ],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 1 },
  expectedSeconds: 20,
});
