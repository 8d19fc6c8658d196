import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

/** The prompt of the DALL·E models; the vendor's limits differ. */
export const dallEPrompt = (maxCharacters: number) =>
  field(z.string().trim().min(1).max(maxCharacters), {
    control: 'textarea',
    label: { en: 'Prompt', 'zh-CN': '提示词' },
  });

/** A size the vendor lists, shown as it is. */
export const dallESize = <const Size extends readonly [string, ...string[]]>(sizes: Size) =>
  field(z.enum(sizes).default(sizes[0]), {
    control: 'select',
    label: { en: 'Size', 'zh-CN': '尺寸' },
    options: Object.fromEntries(
      sizes.map((size) => [size, { en: size.replace('x', ' × '), 'zh-CN': size.replace('x', ' × ') }]),
    ),
  });
