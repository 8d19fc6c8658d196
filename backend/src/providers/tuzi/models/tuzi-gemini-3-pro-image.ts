import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { resolutionField } from '../../video-fields.ts';
import { defineTuziModel } from '../define-tuzi-model.ts';

export default defineTuziModel({
  slug: 'tuzi-gemini-3-pro-image',
  vendorModel: 'gemini-3-pro-image-preview',
  vendor: { family: 'openai' },
  label: { en: 'Nano Banana Pro (TuZi)', 'zh-CN': 'Nano Banana Pro（TuZi）' },
  description: {
    en: 'Gemini 3 Pro Image: follows long instructions, writes legible text, edits several pictures at once.',
    'zh-CN': 'Gemini 3 Pro Image：理解长指令，文字清晰，可同时编辑多张图片。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-to-image', 'image-editing'],
  featureTags: ['high-quality'],
  parameters: z.strictObject({
    prompt: promptField(8000),
    aspectRatio: aspectRatioField(['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16'], '1:1'),
    resolution: resolutionField(['1k', '2k', '4k'], '1k'),
  }),
  cost: { byParameter: [{ parameter: 'resolution', credits: { '1k': 0.14, '2k': 0.14, '4k': 0.24 } }] },
  costSource: "an estimate from Google's own price list of 2026: TuZi bills by the group of the key",
  inputs: { min: 0, max: 5 },
  expectedSeconds: 40,
});
