import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { promptField } from '../../parameter-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { parentTaskField } from '../fields.ts';

export default defineKieModel({
  slug: 'kie-veo3-1-extend',
  vendorModel: 'veo-extend',
  vendor: {
    family: 'veo',
    path: '/api/v1/veo/extend',
    fields: { prompt: 'prompt', tier: 'model' },
    continuedAs: 'taskId',
  },
  label: { en: 'Veo 3.1 extend (Kie.ai)', 'zh-CN': 'Veo 3.1 延长（Kie.ai）' },
  description: {
    en: 'Goes on with a Veo video of yours where it ends.',
    'zh-CN': '在您已生成的 Veo 视频结尾处继续生成。',
  },
  outputType: 'video',
  functionTags: ['video-extension'],
  featureTags: ['with-sound'],
  parameters: z.strictObject({
    parentTaskId: parentTaskField({
      en: 'A finished Veo video in 720p.',
      'zh-CN': '请选择已完成的 720p Veo 视频。',
    }),
    prompt: promptField(5000, {
      placeholder: { en: 'Say how it goes on', 'zh-CN': '描述接下来的画面' },
    }),
    tier: field(z.enum(['fast', 'quality', 'lite']).default('fast'), {
      control: 'segmented',
      label: { en: 'Quality', 'zh-CN': '质量' },
      options: {
        fast: { en: 'Fast', 'zh-CN': '快速' },
        quality: { en: 'Best', 'zh-CN': '高质量' },
        lite: { en: 'Light', 'zh-CN': '轻量' },
      },
    }),
  }),
  cost: {
    byParameter: [{ parameter: 'tier', credits: { lite: 30, fast: 60, quality: 250 } }],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 0 },
  continues: ['kie-veo3', 'kie-veo3-fast', 'kie-veo3-1', 'kie-veo3-1-extend'],
  expectedSeconds: 150,
});
