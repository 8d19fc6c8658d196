import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

// Parameters that several of Kie.ai's models share.

type Texts = Readonly<Record<string, { readonly en: string; readonly 'zh-CN': string }>>;

const SIZE_TEXTS = {
  square: { en: 'Square', 'zh-CN': '方图' },
  square_hd: { en: 'Square, large', 'zh-CN': '方图（高清）' },
  portrait_4_3: { en: 'Portrait 3:4', 'zh-CN': '竖图 3:4' },
  portrait_3_2: { en: 'Portrait 2:3', 'zh-CN': '竖图 2:3' },
  portrait_16_9: { en: 'Portrait 9:16', 'zh-CN': '竖图 9:16' },
  landscape_4_3: { en: 'Landscape 4:3', 'zh-CN': '横图 4:3' },
  landscape_3_2: { en: 'Landscape 3:2', 'zh-CN': '横图 3:2' },
  landscape_16_9: { en: 'Landscape 16:9', 'zh-CN': '横图 16:9' },
  landscape_21_9: { en: 'Landscape 21:9', 'zh-CN': '横图 21:9' },
} as const satisfies Texts;
type SizeName = keyof typeof SIZE_TEXTS;

/** Shapes by the vendor's names. */
export function imageSizeField<const T extends readonly [SizeName, ...SizeName[]]>(
  values: T,
  byDefault: T[number],
) {
  return field(z.enum(values).default(byDefault as never), {
    control: 'select',
    label: { en: 'Shape', 'zh-CN': '画面形状' },
    options: Object.fromEntries(values.map((value) => [value, SIZE_TEXTS[value]])),
  });
}

/** The six shapes of Qwen and Ideogram. */
export const SIX_SIZES = [
  'square_hd',
  'square',
  'portrait_4_3',
  'portrait_16_9',
  'landscape_4_3',
  'landscape_16_9',
] as const;

export function stepsField(max: number, byDefault: number) {
  return field(z.int().min(2).max(max).default(byDefault), {
    control: 'slider',
    step: 1,
    label: { en: 'Steps', 'zh-CN': '推理步数' },
    help: { en: 'More are slower and finer.', 'zh-CN': '步数越多越精细，也越慢。' },
  });
}

export function accelerationField<const T extends readonly ['none', ...string[]]>(values: T) {
  const texts: Texts = {
    none: { en: 'Off', 'zh-CN': '关闭' },
    regular: { en: 'Regular', 'zh-CN': '普通' },
    high: { en: 'High', 'zh-CN': '高' },
  };
  return field(z.enum(values).default('none' as never), {
    control: 'segmented',
    label: { en: 'Speed-up', 'zh-CN': '加速' },
    help: { en: 'Faster, at the cost of some quality.', 'zh-CN': '更快，但会略微降低质量。' },
    options: Object.fromEntries(
      values.map((value) => [value, texts[value] ?? { en: value, 'zh-CN': value }]),
    ),
  });
}

/** The vendor rewrites the words into a fuller description. */
export function promptExpansionField(byDefault: boolean) {
  return field(z.boolean().default(byDefault), {
    control: 'switch',
    label: { en: 'Enrich the prompt', 'zh-CN': '自动丰富提示词' },
  });
}

export const stillCameraField = field(z.boolean().default(false), {
  control: 'switch',
  label: { en: 'Hold the camera still', 'zh-CN': '固定镜头' },
});

/** The finished task to go on with. `help` names what the vendor refuses. */
export function parentTaskField(help: { readonly en: string; readonly 'zh-CN': string }) {
  return field(z.string().min(1).max(80), {
    control: 'task',
    label: { en: 'Video to extend', 'zh-CN': '要延长的视频' },
    help,
  });
}
