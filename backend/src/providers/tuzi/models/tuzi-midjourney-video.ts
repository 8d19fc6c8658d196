import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { promptField } from '../../parameter-fields.ts';
import { lastFrameField, resolutionField } from '../../video-fields.ts';
import { defineTuziModel } from '../define-tuzi-model.ts';

export default defineTuziModel({
  slug: 'tuzi-midjourney-video',
  vendorModel: 'video',
  vendor: { family: 'midjourney' },
  label: { en: 'Midjourney video (TuZi)', 'zh-CN': 'Midjourney 视频（TuZi）' },
  description: {
    en: 'Sets a picture in motion for five seconds, in the look of Midjourney.',
    'zh-CN': '让图片动起来，生成五秒 Midjourney 风格的视频。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  parameters: z.strictObject({
    prompt: promptField(2000),
    resolution: resolutionField(['480p', '720p'], '480p'),
    motion: field(z.enum(['low', 'high']).default('low'), {
      control: 'segmented',
      label: { en: 'Motion', 'zh-CN': '运动幅度' },
      options: { low: { en: 'Low', 'zh-CN': '小' }, high: { en: 'High', 'zh-CN': '大' } },
    }),
    loop: field(z.boolean().default(false), {
      control: 'switch',
      label: { en: 'Loop', 'zh-CN': '循环播放' },
      help: { en: 'The end meets the beginning.', 'zh-CN': '首尾相接，可循环播放。' },
    }),
    lastFrame: lastFrameField,
  }),
  cost: { byParameter: [{ parameter: 'resolution', credits: { '480p': 0.2, '720p': 0.6 } }] },
  costSource: 'an estimate: TuZi bills by the group of the key, compare your own bill',
  inputs: { min: 1, max: 1 },
  expectedSeconds: 120,
});
