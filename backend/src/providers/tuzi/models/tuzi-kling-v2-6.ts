import { soundField } from '../../video-fields.ts';
import { defineTuziModel } from '../define-tuzi-model.ts';
import {
  KLING_COST_SOURCE,
  KLING_FIELDS,
  KLING_PICTURES,
  klingModeField,
  klingParameters,
} from '../fields.ts';

export default defineTuziModel({
  slug: 'tuzi-kling-v2-6',
  vendorModel: 'kling-v2-6',
  vendor: { family: 'kling', fields: { ...KLING_FIELDS, mode: 'mode', sound: 'sound' } },
  label: { en: 'Kling 2.6 (TuZi)', 'zh-CN': '可灵 2.6（TuZi）' },
  description: {
    en: 'Video with sound from words or from a picture.',
    'zh-CN': '由文字或图片生成有声视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['with-sound'],
  parameters: klingParameters.extend({ mode: klingModeField, sound: soundField }),
  cost: {
    byParameter: [
      {
        parameter: ['duration', 'sound'],
        credits: { '5|false': 0.35, '10|false': 0.7, '5|true': 0.7, '10|true': 1.4 },
      },
    ],
  },
  costSource: KLING_COST_SOURCE,
  inputs: { min: 0, max: 1, pictures: KLING_PICTURES },
  expectedSeconds: 240,
});
