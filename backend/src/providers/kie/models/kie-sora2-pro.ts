import { defineKieModel } from '../define-kie-model.ts';
import { SORA_FIELDS, SORA_FIXED, SORA_GONE, SORA_PRO_COST, soraPro } from '../sora.ts';

export default defineKieModel({
  slug: 'kie-sora2-pro',
  vendorModel: 'sora-2-pro-text-to-video',
  life: { state: 'retired', since: SORA_GONE, successor: 'kie-veo3-1' },
  vendor: {
    family: 'jobs',
    fields: SORA_FIELDS,
    fixed: SORA_FIXED,
  },
  label: { en: 'Sora 2 Pro (Kie.ai)', 'zh-CN': 'Sora 2 Pro（Kie.ai）' },
  description: {
    en: 'Video with sound from words, in higher quality.',
    'zh-CN': '由文字生成更高质量的带声音视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video'],
  featureTags: ['with-sound'],
  parameters: soraPro('high'),
  cost: SORA_PRO_COST,
  inputs: { min: 0, max: 0 },
});
