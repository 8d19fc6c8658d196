import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { aspectRatioField, promptField } from '../parameter-fields.ts';
import type { PictureRules } from '../picture-rules.ts';
import { durationField, negativePromptField } from '../video-fields.ts';

// What the Kling models have in common.

export const KLING_FIELDS = {
  prompt: 'prompt',
  negativePrompt: 'negative_prompt',
  duration: 'duration',
  aspectRatio: 'aspect_ratio',
} as const;

export const klingParameters = z.strictObject({
  prompt: promptField(2500),
  duration: durationField(['5', '10'], '5'),
  aspectRatio: aspectRatioField(['16:9', '9:16', '1:1'], '16:9'),
  negativePrompt: negativePromptField(2500),
});

/** Kling's own rules for pictures; they go inside JSON. */
export const KLING_PICTURES: PictureRules = {
  formats: ['image/jpeg', 'image/png'],
  maxBytes: 10_000_000,
  minSide: 300,
  maxRatio: 2.5,
};

/** Kling's two classes of quality. */
export const klingModeField = field(z.enum(['std', 'pro']).default('pro'), {
  control: 'segmented',
  label: { en: 'Quality', 'zh-CN': '质量' },
  options: { std: { en: 'Standard', 'zh-CN': '标准' }, pro: { en: 'High', 'zh-CN': '高' } },
});

export const KLING_COST_SOURCE =
  "an estimate from Kling's own price list of 2026: TuZi bills by the group of the key";
