import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { resolutionField, soundField } from '../../video-fields.ts';
import { defineKieModel, perSecond } from '../define-kie-model.ts';
import { stillCameraField } from '../fields.ts';

/** The vendor's credits per second, by resolution and sound. */
const RATES = {
  '480p|false': 1.75,
  '480p|true': 3.5,
  '720p|false': 3.5,
  '720p|true': 7,
  '1080p|false': 7.5,
  '1080p|true': 15,
};
const LENGTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12];

export default defineKieModel({
  slug: 'kie-seedance-1-5-pro',
  vendorModel: 'bytedance/seedance-1.5-pro',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      aspectRatio: 'aspect_ratio',
      resolution: 'resolution',
      duration: 'duration',
      sound: 'generate_audio',
      stillCamera: 'fixed_lens',
    },
    pictures: { field: 'input_urls', isList: true },
  },
  label: { en: 'Seedance 1.5 Pro (Kie.ai)', 'zh-CN': 'Seedance 1.5 Pro（Kie.ai）' },
  description: {
    en: 'Video of 4 to 12 seconds from words or between two pictures, with sound if you like.',
    'zh-CN': '由文字或首尾两张图片生成 4 至 12 秒视频，可选生成声音。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['high-quality', 'with-sound'],
  parameters: z.strictObject({
    prompt: promptField(20_000),
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'], '16:9'),
    resolution: resolutionField(['480p', '720p', '1080p'], '720p'),
    duration: field(z.int().min(4).max(12).default(5), {
      control: 'slider',
      step: 1,
      unit: 's',
      label: { en: 'Length', 'zh-CN': '时长' },
    }),
    sound: soundField,
    stillCamera: stillCameraField,
  }),
  cost: {
    byParameter: [perSecond(['resolution', 'sound'], RATES, LENGTHS)],
    asOf: '2026-06-30',
    source: 'price list of Kie.ai',
  },
  inputs: { min: 0, max: 2 },
  expectedSeconds: 150,
});
