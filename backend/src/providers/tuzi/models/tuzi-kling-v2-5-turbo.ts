import { lastFrameField } from '../../video-fields.ts';
import { defineTuziModel } from '../define-tuzi-model.ts';
import {
  KLING_COST_SOURCE,
  KLING_FIELDS,
  KLING_PICTURES,
  klingModeField,
  klingParameters,
} from '../fields.ts';

export default defineTuziModel({
  slug: 'tuzi-kling-v2-5-turbo',
  vendorModel: 'kling-v2-5-turbo',
  vendor: { family: 'kling', fields: { ...KLING_FIELDS, mode: 'mode' } },
  label: { en: 'Kling 2.5 Turbo (TuZi)', 'zh-CN': '可灵 2.5 Turbo（TuZi）' },
  description: {
    en: 'Quick video from words or between a first and a last frame.',
    'zh-CN': '由文字或首尾帧快速生成视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['fast'],
  parameters: klingParameters.extend({ mode: klingModeField, lastFrame: lastFrameField }),
  cost: {
    byParameter: [
      {
        parameter: ['mode', 'duration'],
        credits: { 'std|5': 0.21, 'std|10': 0.42, 'pro|5': 0.35, 'pro|10': 0.7 },
      },
    ],
  },
  costSource: KLING_COST_SOURCE,
  inputs: { min: 0, max: 1, pictures: KLING_PICTURES },
  expectedSeconds: 200,
});
