import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

export const colorEnhancementParameters = z.strictObject({
  mode: field(z.enum(['auto_levels', 'white_balance', 'vivid', 'soft']).default('auto_levels'), {
    control: 'segmented',
    label: { en: 'Improve', 'zh-CN': '增强方式' },
    options: {
      auto_levels: { en: 'Auto levels', 'zh-CN': '自动色阶' },
      white_balance: { en: 'White balance', 'zh-CN': '白平衡' },
      vivid: { en: 'Vivid', 'zh-CN': '鲜艳' },
      soft: { en: 'Soft', 'zh-CN': '柔和' },
    },
  }),
  strength: field(z.int().min(0).max(100).default(80), {
    control: 'slider',
    step: 5,
    unit: '%',
    label: { en: 'Strength', 'zh-CN': '强度' },
  }),
});
export type ColorEnhancementParameters = z.infer<typeof colorEnhancementParameters>;
