import { definePolloModel } from '../define-pollo-model.ts';
import { VEO_COST_SOURCE, veoParameters, veoVendor } from '../veo.ts';

export default definePolloModel({
  slug: 'pollo-veo3',
  vendorModel: 'google/veo3',
  vendor: veoVendor,
  label: { en: 'Veo 3 (Pollo.ai)', 'zh-CN': 'Veo 3（Pollo.ai）' },
  description: {
    en: 'Eight seconds of high-quality video, with sound where wanted, from words or from a picture.',
    'zh-CN': '由文字或图片生成八秒高质量视频，可带声音。',
  },
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['high-quality', 'with-sound'],
  parameters: veoParameters,
  cost: { parameter: 'sound', credits: { false: 1.6, true: 3.2 } },
  costSource: VEO_COST_SOURCE,
  inputs: { min: 0, max: 1 },
  expectedSeconds: 180,
});
