import { definePolloModel } from '../define-pollo-model.ts';
import { VEO_COST_SOURCE, veoParameters, veoVendor } from '../veo.ts';

export default definePolloModel({
  slug: 'pollo-veo3-fast',
  vendorModel: 'google/veo3-fast',
  vendor: veoVendor,
  label: { en: 'Veo 3 Fast (Pollo.ai)', 'zh-CN': 'Veo 3 Fast（Pollo.ai）' },
  description: {
    en: 'Eight seconds of video, quicker and for less, with sound where wanted.',
    'zh-CN': '由文字或图片快速生成八秒视频，价格更低，可带声音。',
  },
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['fast', 'with-sound'],
  parameters: veoParameters,
  cost: { parameter: 'sound', credits: { false: 0.8, true: 1.2 } },
  costSource: VEO_COST_SOURCE,
  inputs: { min: 0, max: 1 },
  expectedSeconds: 90,
});
