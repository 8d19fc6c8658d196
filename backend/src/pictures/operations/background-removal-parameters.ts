import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

export const backgroundRemovalParameters = z.strictObject({
  background: field(z.enum(['transparent', 'white', 'color']).default('transparent'), {
    control: 'segmented',
    label: { en: 'Background', 'zh-CN': '背景' },
    options: {
      transparent: { en: 'Transparent', 'zh-CN': '透明' },
      white: { en: 'White', 'zh-CN': '纯白' },
      color: { en: 'Color', 'zh-CN': '纯色' },
    },
  }),
  color: field(
    z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/)
      .default('#f2f2f2'),
    {
      control: 'color',
      label: { en: 'Background color', 'zh-CN': '背景颜色' },
      help: { en: 'Used when the background is a color.', 'zh-CN': '背景选择“纯色”时生效。' },
    },
  ),
  feather: field(z.int().min(0).max(20).default(0), {
    control: 'slider',
    step: 1,
    label: { en: 'Edge softness', 'zh-CN': '边缘柔化' },
    help: {
      en: '0 keeps the edge as it was found.',
      'zh-CN': '0 表示保持识别出的原始边缘。',
    },
  }),
  crop: field(z.boolean().default(false), {
    control: 'switch',
    label: { en: 'Crop to the product', 'zh-CN': '裁剪到商品' },
    help: {
      en: 'Centres the product with an even margin.',
      'zh-CN': '商品居中，四周留出均匀边距。',
    },
  }),
  margin: field(z.int().min(0).max(30).default(8), {
    control: 'slider',
    step: 1,
    unit: '%',
    label: { en: 'Margin when cropping', 'zh-CN': '裁剪边距' },
  }),
});
export type BackgroundRemovalParameters = z.infer<typeof backgroundRemovalParameters>;
