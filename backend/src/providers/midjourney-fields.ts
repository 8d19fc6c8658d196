import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

// The settings of Midjourney, whoever resells it.

export const midjourneySpeedField = field(z.enum(['fast', 'relaxed', 'turbo']).default('fast'), {
  control: 'segmented',
  label: { en: 'Speed', 'zh-CN': '速度' },
  options: {
    fast: { en: 'Fast', 'zh-CN': '快速' },
    relaxed: { en: 'Relaxed', 'zh-CN': '慢速' },
    turbo: { en: 'Turbo', 'zh-CN': '极速' },
  },
});

export const stylizationField = field(z.int().min(0).max(1000).default(100), {
  control: 'slider',
  step: 10,
  label: { en: 'Stylization', 'zh-CN': '风格化程度' },
});

export const varietyField = field(z.int().min(0).max(100).multipleOf(5).default(0), {
  control: 'slider',
  step: 5,
  label: { en: 'Variety', 'zh-CN': '多样性' },
});

export const weirdnessField = field(z.int().min(0).max(3000).default(0), {
  control: 'slider',
  step: 50,
  label: { en: 'Weirdness', 'zh-CN': '怪异程度' },
});
