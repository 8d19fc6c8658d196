import { defineKieModel } from '../define-kie-model.ts';
import { SORA_COST, SORA_FIELDS, SORA_FIXED, SORA_GONE, soraParameters } from '../sora.ts';

export default defineKieModel({
  slug: 'kie-sora2',
  vendorModel: 'sora-2-text-to-video',
  life: { state: 'retired', since: SORA_GONE, successor: 'kie-veo3-1' },
  vendor: {
    family: 'jobs',
    fields: SORA_FIELDS,
    fixed: SORA_FIXED,
  },
  label: { en: 'Sora 2 (Kie.ai)', 'zh-CN': 'Sora 2（Kie.ai）' },
  description: {
    en: 'Video with sound from words.',
    'zh-CN': '由文字生成带声音的视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video'],
  featureTags: ['with-sound'],
  parameters: soraParameters,
  cost: SORA_COST,
  inputs: { min: 0, max: 0 },
});
