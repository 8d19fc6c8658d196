import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

export const basicCleanParameters = z.strictObject({
  template: field(z.enum(['all', 'matting', 'white_bg', 'enhanced']).default('all'), {
    control: 'segmented',
    label: { en: 'Results', 'zh-CN': '输出内容' },
    help: {
      en: 'Take the whole set, or only the picture you need.',
      'zh-CN': '可一次生成全套，也可只要其中一张。',
    },
    options: {
      all: { en: 'All three', 'zh-CN': '全套三张' },
      matting: { en: 'Cut-out', 'zh-CN': '透明抠图' },
      white_bg: { en: 'On white', 'zh-CN': '白底图' },
      enhanced: { en: 'Enhanced', 'zh-CN': '增强图' },
    },
  }),
});
