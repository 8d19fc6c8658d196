import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineModel } from '../../define-model.ts';
import { promptField } from '../../parameter-fields.ts';
import type { ReplicateModel } from '../replicate-model.ts';

export default defineModel<ReplicateModel>({
  slug: 'replicate-minimax',
  vendorModel: 'minimax/video-01',
  vendor: {
    fields: { prompt: 'prompt', promptOptimizer: 'prompt_optimizer' },
    pictureField: 'first_frame_image',
    checkAfterMs: 20_000,
  },
  label: { en: 'MiniMax Video-01 (Replicate)', 'zh-CN': 'MiniMax Video-01（Replicate）' },
  description: {
    en: 'Six seconds of video from words; a picture of yours can be its first frame.',
    'zh-CN': '由文字生成约 6 秒视频，可指定一张图片作为首帧。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  parameters: z.strictObject({
    prompt: promptField(2000),
    promptOptimizer: field(z.boolean().default(true), {
      control: 'switch',
      label: { en: 'Improve the prompt', 'zh-CN': '自动优化提示词' },
    }),
  }),
  priceRule: { perOutput: 50 },
  vendorCost: { perOutput: 0.5, asOf: '2026-10-07', source: 'estimated from run time; check before use' },
  inputs: { min: 0, max: 1 },
  outputCount: () => 1,
  expectedSeconds: 290,
  deadlineMs: 30 * 60_000,
});
