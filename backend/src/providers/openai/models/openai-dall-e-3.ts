import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineModel } from '../../define-model.ts';
import type { OpenAiImages } from '../../openai-images.ts';
import { dallEPrompt, dallESize } from '../dall-e-parameters.ts';

export default defineModel<OpenAiImages>({
  slug: 'openai-dall-e-3',
  vendorModel: 'dall-e-3',
  vendor: { contract: 'dall-e', passes: ['size', 'quality', 'style'] },
  label: { en: 'DALL·E 3', 'zh-CN': 'DALL·E 3' },
  description: {
    en: 'Switched off by OpenAI; endpoints with the older contract may still speak it.',
    'zh-CN': '已被 OpenAI 停用；仍有兼容旧协议的端点可用。',
  },
  outputType: 'image',
  functionTags: ['text-to-image'],
  life: { state: 'retired', since: '2026-05-12', successor: 'openai-gpt-image-2.6-sunburst' },
  parameters: z.strictObject({
    prompt: dallEPrompt(4000),
    size: dallESize(['1024x1024', '1792x1024', '1024x1792']),
    quality: field(z.enum(['standard', 'hd']).default('standard'), {
      control: 'segmented',
      label: { en: 'Quality', 'zh-CN': '质量' },
      options: { standard: { en: 'Standard', 'zh-CN': '标准' }, hd: { en: 'HD', 'zh-CN': '高清' } },
    }),
    style: field(z.enum(['vivid', 'natural']).default('vivid'), {
      control: 'segmented',
      label: { en: 'Style', 'zh-CN': '风格' },
      options: { vivid: { en: 'Vivid', 'zh-CN': '鲜明' }, natural: { en: 'Natural', 'zh-CN': '自然' } },
    }),
  }),
  priceRule: {
    byParameter: [
      {
        parameter: ['quality', 'size'],
        credits: {
          ...{ 'standard|1024x1024': 6, 'standard|1792x1024': 12, 'standard|1024x1792': 12 },
          ...{ 'hd|1024x1024': 12, 'hd|1792x1024': 18, 'hd|1024x1792': 18 },
        },
      },
    ],
  },
  vendorCost: {
    asOf: '2026-05-12',
    source: 'the last price list with this model',
    byParameter: [
      {
        parameter: ['quality', 'size'],
        credits: {
          ...{ 'standard|1024x1024': 0.04, 'standard|1792x1024': 0.08, 'standard|1024x1792': 0.08 },
          ...{ 'hd|1024x1024': 0.08, 'hd|1792x1024': 0.12, 'hd|1024x1792': 0.12 },
        },
      },
    ],
  },
  inputs: { min: 0, max: 0 },
  outputCount: () => 1,
  expectedSeconds: 20,
  deadlineMs: 6 * 60_000,
});
