import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

/** Kling's two classes of quality. */
export const klingModeField = field(z.enum(['std', 'pro']).default('pro'), {
  control: 'segmented',
  label: { en: 'Quality', 'zh-CN': '质量' },
  options: { std: { en: 'Standard', 'zh-CN': '标准' }, pro: { en: 'High', 'zh-CN': '高' } },
});
