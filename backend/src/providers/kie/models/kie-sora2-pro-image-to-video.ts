import { defineKieModel } from '../define-kie-model.ts';
import { SORA_FIELDS, SORA_FIXED, SORA_GONE, SORA_PRO_COST, soraPro } from '../sora.ts';

export default defineKieModel({
  slug: 'kie-sora2-pro-image-to-video',
  vendorModel: 'sora-2-pro-image-to-video',
  life: { state: 'retired', since: SORA_GONE, successor: 'kie-veo3-1' },
  vendor: {
    family: 'jobs',
    fields: SORA_FIELDS,
    fixed: SORA_FIXED,
    pictures: { field: 'image_urls', isList: true },
  },
  label: { en: 'Sora 2 Pro from a picture (Kie.ai)', 'zh-CN': 'Sora 2 Pro 图生视频（Kie.ai）' },
  description: {
    en: 'Video with sound that begins with your picture, in higher quality.',
    'zh-CN': '以您的图片为首帧，生成更高质量的带声音视频。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  featureTags: ['with-sound'],
  parameters: soraPro('standard'),
  cost: SORA_PRO_COST,
  inputs: { min: 1, max: 1 },
});
