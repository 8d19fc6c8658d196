import { defineKieModel } from '../define-kie-model.ts';
import { SORA_COST, SORA_FIELDS, SORA_FIXED, SORA_GONE, soraParameters } from '../sora.ts';

export default defineKieModel({
  slug: 'kie-sora',
  vendorModel: 'sora-2-text-to-video',
  life: { state: 'retired', since: SORA_GONE, successor: 'kie-veo3-1' },
  vendor: {
    family: 'jobs',
    fields: SORA_FIELDS,
    fixed: SORA_FIXED,
    pictures: { field: 'image_urls', isList: true },
    vendorModelWithPicture: 'sora-2-image-to-video',
  },
  label: { en: 'Sora (Kie.ai)', 'zh-CN': 'Sora（Kie.ai）' },
  description: {
    en: 'The older name for Sora 2: video from words or from one picture.',
    'zh-CN': 'Sora 2 的旧名称：由文字或一张图片生成视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['with-sound'],
  parameters: soraParameters,
  cost: SORA_COST,
  inputs: { min: 0, max: 1 },
});
