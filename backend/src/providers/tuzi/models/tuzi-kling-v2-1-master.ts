import { defineTuziModel } from '../define-tuzi-model.ts';
import { KLING_COST_SOURCE, KLING_FIELDS, KLING_PICTURES, klingParameters } from '../fields.ts';

export default defineTuziModel({
  slug: 'tuzi-kling-v2-1-master',
  vendorModel: 'kling-v2-1-master',
  vendor: { family: 'kling', fields: KLING_FIELDS },
  label: { en: 'Kling 2.1 Master (TuZi)', 'zh-CN': '可灵 2.1 大师版（TuZi）' },
  description: {
    en: 'Video from words or from a picture, in the highest quality of Kling 2.1.',
    'zh-CN': '由文字或图片生成视频，可灵 2.1 的最高质量。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['high-quality'],
  parameters: klingParameters,
  cost: { byParameter: [{ parameter: 'duration', credits: { '5': 1.4, '10': 2.8 } }] },
  costSource: KLING_COST_SOURCE,
  inputs: { min: 0, max: 1, pictures: KLING_PICTURES },
  expectedSeconds: 300,
});
