import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineKieModel } from '../define-kie-model.ts';
import { SORA_FIXED, SORA_GONE } from '../sora.ts';

export default defineKieModel({
  slug: 'kie-sora-watermark-remover',
  vendorModel: 'sora-watermark-remover',
  life: { state: 'retired', since: SORA_GONE, successor: null },
  vendor: { family: 'jobs', fields: { videoUrl: 'video_url' }, fixed: SORA_FIXED },
  label: { en: 'Sora watermark remover (Kie.ai)', 'zh-CN': 'Sora 去水印（Kie.ai）' },
  description: {
    en: 'Took the mark off a video shared at sora.chatgpt.com.',
    'zh-CN': '用于去除 sora.chatgpt.com 分享视频的水印。',
  },
  outputType: 'video',
  functionTags: ['video-editing'],
  parameters: z.strictObject({
    videoUrl: field(z.string().trim().min(1).max(500), {
      control: 'text',
      label: { en: 'Link of the video', 'zh-CN': '视频链接' },
      placeholder: { en: 'https://sora.chatgpt.com/…', 'zh-CN': 'https://sora.chatgpt.com/…' },
    }),
  }),
  cost: { perOutput: 10, asOf: '2025-10-01', source: 'price texts of Kie.ai of October 2025' },
  inputs: { min: 0, max: 0 },
});
