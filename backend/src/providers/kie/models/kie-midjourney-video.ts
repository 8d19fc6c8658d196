import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { aspectRatioField, promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';

const RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '6:5', '5:6', '2:1', '1:2'] as const;

export default defineKieModel({
  slug: 'kie-midjourney-video',
  vendorModel: 'midjourney',
  life: { state: 'retired', since: '2026-04-29', successor: 'kie-seedance-1-5-pro' },
  vendor: {
    family: 'midjourney',
    fields: {
      prompt: 'prompt',
      aspectRatio: 'aspectRatio',
      motion: 'motion',
      numberOfOutputs: 'videoBatchSize',
    },
    fixed: { enableTranslation: true },
    pictures: { field: 'fileUrls', isList: true },
    adjust: ({ parameters: { definition } }) => ({
      set: { taskType: definition === 'hd' ? 'mj_video_hd' : 'mj_video' },
    }),
  },
  label: { en: 'Midjourney video (Kie.ai)', 'zh-CN': 'Midjourney 视频（Kie.ai）' },
  description: {
    en: 'Sets one picture in motion, up to four versions at a time.',
    'zh-CN': '让一张图片动起来，一次最多生成四个版本。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  parameters: z.strictObject({
    prompt: promptField(2000),
    definition: field(z.enum(['sd', 'hd']).default('sd'), {
      control: 'segmented',
      label: { en: 'Resolution', 'zh-CN': '分辨率' },
      options: { sd: { en: 'Standard', 'zh-CN': '标清' }, hd: { en: 'High', 'zh-CN': '高清' } },
    }),
    aspectRatio: aspectRatioField(RATIOS, '16:9'),
    motion: field(z.enum(['high', 'low']).default('high'), {
      control: 'segmented',
      label: { en: 'Motion', 'zh-CN': '运动幅度' },
      options: { high: { en: 'Lively', 'zh-CN': '大' }, low: { en: 'Calm', 'zh-CN': '小' } },
    }),
    numberOfOutputs: field(z.literal([1, 2, 4]).default(1), {
      control: 'segmented',
      label: { en: 'Number of results', 'zh-CN': '生成数量' },
      options: {
        '1': { en: '1', 'zh-CN': '1' },
        '2': { en: '2', 'zh-CN': '2' },
        '4': { en: '4', 'zh-CN': '4' },
      },
    }),
  }),
  cost: {
    byParameter: [{ parameter: 'definition', credits: { sd: 15, hd: 45 }, per: 'output' }],
    asOf: '2025-10-01',
    source: 'price texts of Kie.ai of October 2025',
  },
  inputs: { min: 1, max: 1 },
});
