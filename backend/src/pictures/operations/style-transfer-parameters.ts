import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

export const styleTransferParameters = z.strictObject({
  style: field(z.enum(['sketch', 'watercolor', 'noir', 'vintage', 'pop_art', 'comic']).default('sketch'), {
    control: 'select',
    label: { en: 'Style', 'zh-CN': '风格' },
    options: {
      sketch: { en: 'Pencil sketch', 'zh-CN': '铅笔素描' },
      watercolor: { en: 'Watercolor', 'zh-CN': '水彩' },
      noir: { en: 'Noir', 'zh-CN': '黑白电影' },
      vintage: { en: 'Vintage', 'zh-CN': '复古胶片' },
      pop_art: { en: 'Pop art', 'zh-CN': '波普艺术' },
      comic: { en: 'Comic', 'zh-CN': '漫画' },
    },
  }),
  strength: field(z.int().min(0).max(100).default(100), {
    control: 'slider',
    step: 5,
    unit: '%',
    label: { en: 'Strength', 'zh-CN': '强度' },
    help: {
      en: 'Lower values let more of the photo through.',
      'zh-CN': '数值越低，保留的原图越多。',
    },
  }),
});
export type StyleTransferParameters = z.infer<typeof styleTransferParameters>;
