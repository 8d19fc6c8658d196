import { z } from 'zod';
import { promptField } from '../../parameter-fields.ts';
import { resolutionField } from '../../video-fields.ts';
import { defineKieModel } from '../define-kie-model.ts';
import { parentTaskField } from '../fields.ts';

export default defineKieModel({
  slug: 'kie-runway-extend',
  vendorModel: 'runway-extend',
  vendor: {
    family: 'runway',
    path: '/api/v1/runway/extend',
    fields: { prompt: 'prompt', resolution: 'quality' },
    continuedAs: 'taskId',
  },
  label: { en: 'Runway extend (Kie.ai)', 'zh-CN': 'Runway 延长（Kie.ai）' },
  description: {
    en: 'Adds five seconds to a Runway video of yours.',
    'zh-CN': '为您已生成的 Runway 视频续接 5 秒。',
  },
  outputType: 'video',
  functionTags: ['video-extension'],
  parameters: z.strictObject({
    parentTaskId: parentTaskField({
      en: 'A finished Runway video.',
      'zh-CN': '请选择已完成的 Runway 视频。',
    }),
    prompt: promptField(1800, {
      placeholder: { en: 'Say how it goes on', 'zh-CN': '描述接下来的画面' },
    }),
    resolution: resolutionField(['720p', '1080p'], '720p'),
  }),
  cost: {
    byParameter: [{ parameter: 'resolution', credits: { '720p': 12, '1080p': 30 } }],
    asOf: '2025-10-01',
    source: 'price texts of Kie.ai of October 2025; the later catalogue names no price',
  },
  inputs: { min: 0, max: 0 },
  continues: ['kie-runway', 'kie-runway-extend'],
  expectedSeconds: 120,
});
