import { z } from 'zod';
import { promptField, seedField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { accelerationField, promptExpansionField } from '../fields.ts';
import { WAN_22_COSTS, wan22Resolution } from '../wan.ts';

export default defineKieModel({
  slug: 'kie-wan-2-2-a14b-image-to-video-turbo',
  vendorModel: 'wan/2-2-a14b-image-to-video-turbo',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      resolution: 'resolution',
      promptExpansion: 'enable_prompt_expansion',
      acceleration: 'acceleration',
      seed: 'seed',
    },
    pictures: { field: 'image_url' },
  },
  label: { en: 'Wan 2.2 Turbo from a picture (Kie.ai)', 'zh-CN': '万相 2.2 Turbo 图生视频（Kie.ai）' },
  description: {
    en: 'Five seconds of motion from a picture, which is cropped to fit.',
    'zh-CN': '让一张图片动 5 秒，图片会居中裁剪以适配画面。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  featureTags: ['fast'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    resolution: wan22Resolution,
    promptExpansion: promptExpansionField(false),
    acceleration: accelerationField(['none', 'regular']),
    seed: seedField(),
  }),
  cost: {
    byParameter: [{ parameter: 'resolution', credits: WAN_22_COSTS }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 1, max: 1 },
  expectedSeconds: 90,
});
