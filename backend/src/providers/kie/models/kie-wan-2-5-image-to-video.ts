import { z } from 'zod';
import { promptField, seedField } from '../../parameter-fields.ts';
import { durationField, negativePromptField, resolutionField } from '../../video-fields.ts';
import { defineKieModel, perSecond } from '../define-kie-model.ts';
import { promptExpansionField } from '../fields.ts';
import { WAN_25_RATES } from '../wan.ts';

export default defineKieModel({
  slug: 'kie-wan-2-5-image-to-video',
  vendorModel: 'wan/2-5-image-to-video',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      duration: 'duration',
      resolution: 'resolution',
      negativePrompt: 'negative_prompt',
      promptExpansion: 'enable_prompt_expansion',
      seed: 'seed',
    },
    pictures: { field: 'image_url' },
  },
  label: { en: 'Wan 2.5 from a picture (Kie.ai)', 'zh-CN': '万相 2.5 图生视频（Kie.ai）' },
  description: {
    en: 'Sets a picture in motion, with sound.',
    'zh-CN': '让图片动起来，并带有声音。',
  },
  outputType: 'video',
  functionTags: ['image-to-video'],
  featureTags: ['with-sound'],
  parameters: z.strictObject({
    prompt: promptField(800),
    duration: durationField(['5', '10'], '5'),
    resolution: resolutionField(['720p', '1080p'], '720p'),
    negativePrompt: negativePromptField(500),
    promptExpansion: promptExpansionField(true),
    seed: seedField(),
  }),
  cost: {
    byParameter: [perSecond(['resolution'], WAN_25_RATES, ['5', '10'])],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 1, max: 1 },
  expectedSeconds: 180,
});
