import { z } from 'zod';
import { aspectRatioField, promptField, seedField } from '../../parameter-fields.ts';
import { durationField, negativePromptField, resolutionField } from '../../video-fields.ts';
import { defineKieModel, perSecond } from '../define-kie-model.ts';
import { promptExpansionField } from '../fields.ts';
import { WAN_25_RATES } from '../wan.ts';

export default defineKieModel({
  slug: 'kie-wan-2-5-text-to-video',
  vendorModel: 'wan/2-5-text-to-video',
  vendor: {
    family: 'jobs',
    fields: {
      prompt: 'prompt',
      duration: 'duration',
      resolution: 'resolution',
      aspectRatio: 'aspect_ratio',
      negativePrompt: 'negative_prompt',
      promptExpansion: 'enable_prompt_expansion',
      seed: 'seed',
    },
  },
  label: { en: 'Wan 2.5 (Kie.ai)', 'zh-CN': '万相 2.5（Kie.ai）' },
  description: {
    en: 'Video with sound from words, Chinese or English.',
    'zh-CN': '由中文或英文提示词生成带声音的视频。',
  },
  outputType: 'video',
  functionTags: ['text-to-video'],
  featureTags: ['with-sound'],
  parameters: z.strictObject({
    prompt: promptField(800),
    duration: durationField(['5', '10'], '5'),
    resolution: resolutionField(['720p', '1080p'], '720p'),
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1'], '16:9'),
    negativePrompt: negativePromptField(500),
    promptExpansion: promptExpansionField(true),
    seed: seedField(),
  }),
  cost: {
    byParameter: [perSecond(['resolution'], WAN_25_RATES, ['5', '10'])],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 0 },
  expectedSeconds: 180,
});
