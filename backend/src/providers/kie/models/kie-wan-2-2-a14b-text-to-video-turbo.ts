import { z } from 'zod';
import { aspectRatioField, promptField, seedField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { accelerationField, promptExpansionField } from '../fields.ts';
import { WAN_22_COSTS, wan22Resolution } from '../wan.ts';

export default defineKieModel({
  slug: 'kie-wan-2-2-a14b-text-to-video-turbo',
  vendorModel: 'wan/2-2-a14b-text-to-video-turbo',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      resolution: 'resolution',
      aspectRatio: 'aspect_ratio',
      promptExpansion: 'enable_prompt_expansion',
      acceleration: 'acceleration',
      seed: 'seed',
    },
  },
  label: { en: 'Wan 2.2 Turbo (Kie.ai)', 'zh-CN': '万相 2.2 Turbo（Kie.ai）' },
  description: {
    en: 'Five seconds of video from words.',
    'zh-CN': '由文字生成 5 秒视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video'],
  featureTags: ['fast'],
  parameters: z.strictObject({
    prompt: promptField(5000),
    resolution: wan22Resolution,
    aspectRatio: aspectRatioField(['16:9', '9:16'], '16:9'),
    promptExpansion: promptExpansionField(false),
    acceleration: accelerationField(['none', 'regular']),
    seed: seedField(),
  }),
  cost: {
    byParameter: [{ parameter: 'resolution', credits: WAN_22_COSTS }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 90,
});
