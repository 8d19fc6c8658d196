import { defineKieModel } from '../define-kie-model.ts';
import { VEO_FIELDS, veoOfAnyTier, veoVendor } from '../veo.ts';

export default defineKieModel({
  slug: 'kie-veo3-1',
  vendorModel: 'veo3_fast',
  vendor: veoVendor({ fields: { ...VEO_FIELDS, tier: 'model' } }),
  label: { en: 'Veo 3.1 (Kie.ai)', 'zh-CN': 'Veo 3.1（Kie.ai）' },
  description: {
    en: 'Video with sound in three grades; finished ones can be extended.',
    'zh-CN': '三档质量的有声视频，完成后还可继续延长。',
  },
  outputType: 'video',
  functionTags: ['text-to-video', 'image-to-video'],
  featureTags: ['high-quality', 'with-sound'],
  parameters: veoOfAnyTier,
  cost: {
    byParameter: [
      {
        parameter: ['tier', 'resolution'],
        credits: {
          'veo3|720p': 250,
          'veo3|1080p': 255,
          'veo3|4k': 370,
          'veo3_fast|720p': 60,
          'veo3_fast|1080p': 65,
          'veo3_fast|4k': 180,
          'veo3_lite|720p': 30,
          'veo3_lite|1080p': 35,
          'veo3_lite|4k': 150,
        },
      },
    ],
    asOf: '2026-10-01',
    source: 'model catalogue of Kie.ai',
  },
  inputs: { min: 0, max: 3 },
  expectedSeconds: 150,
});
