import { defineKieModel } from '../define-kie-model.ts';
import { veoVendor, veoWithFrames } from '../veo.ts';

export default defineKieModel({
  slug: 'kie-veo3',
  vendorModel: 'veo3',
  vendor: veoVendor({ fixed: { model: 'veo3' } }),
  label: { en: 'Veo 3 (Kie.ai)', 'zh-CN': 'Veo 3（Kie.ai）' },
  description: {
    en: "Google's best video with sound, from words or between a first and a last frame. Answered by Veo 3.1.",
    'zh-CN': 'Google 的高质量有声视频，可由文字或首尾帧生成，现由 Veo 3.1 提供。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['high-quality', 'with-sound'],
  parameters: veoWithFrames,
  cost: {
    byParameter: [{ parameter: 'resolution', credits: { '720p': 250, '1080p': 255, '4k': 370 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 2 },
  expectedSeconds: 180,
});
