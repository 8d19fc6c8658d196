import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineModel } from '../../define-model.ts';
import type { OpenAiImages } from '../../openai-images.ts';
import { dallEPrompt, dallESize } from '../dall-e-parameters.ts';

export default defineModel<OpenAiImages>({
  slug: 'openai-dall-e-2',
  vendorModel: 'dall-e-2',
  vendor: { contract: 'dall-e', passes: ['size'] },
  label: { en: 'DALL·E 2', 'zh-CN': 'DALL·E 2' },
  description: {
    en: 'Switched off by OpenAI; endpoints with the older contract may still speak it.',
    'zh-CN': '已被 OpenAI 停用；仍有兼容旧协议的端点可用。',
  },
  outputType: 'image',
  functionTags: ['text-to-image', 'image-editing'],
  life: { state: 'retired', since: '2026-05-12', successor: 'openai-gpt-image-2.6-flare' },
  parameters: z.strictObject({
    prompt: dallEPrompt(1000),
    size: dallESize(['1024x1024', '512x512', '256x256']),
    numberOfOutputs: field(z.int().min(1).max(10).default(1), {
      control: 'slider',
      step: 1,
      label: { en: 'Pictures', 'zh-CN': '张数' },
    }),
  }),
  priceRule: { perOutput: 3 },
  vendorCost: { asOf: '2026-05-12', source: 'the last price list with this model', perOutput: 0.02 },
  inputs: { min: 0, max: 1 },
  outputCount: ({ numberOfOutputs }) => Number(numberOfOutputs),
  expectedSeconds: 15,
  deadlineMs: 6 * 60_000,
});
