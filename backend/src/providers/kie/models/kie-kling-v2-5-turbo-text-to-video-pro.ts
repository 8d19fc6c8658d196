import { defineKieModel } from '../define-kie-model.ts';
import { KLING_FIELDS, klingFromWords } from '../kling.ts';

export default defineKieModel({
  slug: 'kie-kling-v2-5-turbo-text-to-video-pro',
  vendorModel: 'kling/v2-5-turbo-text-to-video-pro',
  vendor: {
    family: 'jobs',
    fields: { ...KLING_FIELDS, aspectRatio: 'aspect_ratio' },
  },
  label: { en: 'Kling 2.5 Turbo Pro (Kie.ai)', 'zh-CN': '可灵 2.5 Turbo 专业版（Kie.ai）' },
  description: {
    en: 'Quick, smooth video from words.',
    'zh-CN': '由文字快速生成流畅视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video'],
  featureTags: ['fast'],
  parameters: klingFromWords(2500, 2500),
  cost: {
    byParameter: [{ parameter: 'duration', credits: { '5': 42, '10': 84 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 120,
});
