import { defineKieModel } from '../define-kie-model.ts';
import { KLING_FIELDS, klingFromWords } from '../kling.ts';

export default defineKieModel({
  slug: 'kie-kling-v2-1-master-text-to-video',
  vendorModel: 'kling/v2-1-master-text-to-video',
  vendor: {
    family: 'jobs',
    fields: { ...KLING_FIELDS, aspectRatio: 'aspect_ratio' },
  },
  label: { en: 'Kling 2.1 Master (Kie.ai)', 'zh-CN': '可灵 2.1 大师版（Kie.ai）' },
  description: {
    en: 'Video from words, in the highest quality of Kling 2.1.',
    'zh-CN': '由文字生成视频，可灵 2.1 的最高质量。',
  },
  outputType: 'video',
  functionTags: ['text-to-video'],
  featureTags: ['high-quality'],
  parameters: klingFromWords(5000, 500),
  cost: {
    byParameter: [{ parameter: 'duration', credits: { '5': 160, '10': 320 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 240,
});
