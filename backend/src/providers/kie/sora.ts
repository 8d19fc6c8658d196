import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { promptField } from '../parameter-fields.ts';
import { durationField } from '../video-fields.ts';
import type { KieCost } from './define-kie-model.ts';

// What the Sora models had in common. The vendor has withdrawn them; their protocol is known.

/** The vendor's documentation named them in April 2026 and no longer on this day. */
export const SORA_GONE = '2026-08-19';

export const SORA_FIELDS = {
  prompt: 'prompt',
  aspectRatio: 'aspect_ratio',
  duration: 'n_frames',
  size: 'size',
  removeWatermark: 'remove_watermark',
} as const;
/** Where the vendor puts the file; asked for since 2026. */
export const SORA_FIXED = { upload_method: 's3' } as const;

export const soraParameters = z.strictObject({
  prompt: promptField(10_000),
  aspectRatio: field(z.enum(['landscape', 'portrait']).default('landscape'), {
    control: 'segmented',
    label: { en: 'Shape', 'zh-CN': '画面方向' },
    options: {
      landscape: { en: 'Landscape', 'zh-CN': '横屏' },
      portrait: { en: 'Portrait', 'zh-CN': '竖屏' },
    },
  }),
  duration: durationField(['10', '15'], '10'),
  removeWatermark: field(z.boolean().default(true), {
    control: 'switch',
    label: { en: 'Without watermark', 'zh-CN': '去除水印' },
  }),
});

export const soraPro = (size: 'standard' | 'high') =>
  soraParameters.extend({
    size: field(z.enum(['standard', 'high']).default(size), {
      control: 'segmented',
      label: { en: 'Resolution', 'zh-CN': '分辨率' },
      options: { standard: { en: 'Standard', 'zh-CN': '标准' }, high: { en: 'High', 'zh-CN': '高清' } },
    }),
  });

/** Fifteen seconds stood nowhere; taken in proportion, as Pro has it. */
export const SORA_COST: KieCost = {
  byParameter: [{ parameter: 'duration', credits: { '10': 30, '15': 45 } }],
  asOf: '2025-10-01',
  source: 'price texts of Kie.ai of October 2025',
};
export const SORA_PRO_COST: KieCost = {
  byParameter: [
    {
      parameter: ['size', 'duration'],
      credits: { 'standard|10': 90, 'standard|15': 135, 'high|10': 200, 'high|15': 400 },
    },
  ],
  asOf: '2025-10-01',
  source: 'price texts of Kie.ai of October 2025',
};
