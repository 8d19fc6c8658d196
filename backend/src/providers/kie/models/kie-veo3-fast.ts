import { defineKieModel } from '../define-kie-model.ts';
import { veoVendor, veoWithReferences } from '../veo.ts';

export default defineKieModel({
  slug: 'kie-veo3-fast',
  vendorModel: 'veo3_fast',
  vendor: veoVendor({ fixed: { model: 'veo3_fast' } }),
  label: { en: 'Veo 3 fast (Kie.ai)', 'zh-CN': 'Veo 3 快速版（Kie.ai）' },
  description: {
    en: 'Video with sound at a quarter of the price, from words, frames or reference pictures.',
    'zh-CN': '价格约为高质量版的四分之一，可由文字、首尾帧或参考图生成有声视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['fast', 'with-sound'],
  parameters: veoWithReferences,
  cost: {
    byParameter: [{ parameter: 'resolution', credits: { '720p': 60, '1080p': 65, '4k': 180 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 3 },
  expectedSeconds: 120,
});
