import { type FieldHints, field } from '@atelier/shared/parameter-form';
import { z } from 'zod';

// Parameters that many vendors' models share, so that the same thing has the same name and words everywhere.

type Hints = Omit<FieldHints, 'control'> & Partial<Pick<FieldHints, 'control'>>;

/** What is to be made, in words. `max` in characters. */
export function promptField(max: number, hints: Partial<Hints> = {}) {
  return field(z.string().trim().min(1).max(max), {
    control: 'textarea',
    label: { en: 'Prompt', 'zh-CN': '提示词' },
    placeholder: { en: 'Describe what you want to see', 'zh-CN': '描述你想要的画面' },
    ...hints,
  });
}

/** How many results are ordered; priced and checked by this name. */
export function numberOfOutputsField(max: number) {
  return field(z.int().min(1).max(max).default(1), {
    control: 'slider',
    step: 1,
    label: { en: 'Number of results', 'zh-CN': '生成数量' },
  });
}

/** Values that read the same in every language, such as `16:9` or `1024x1024`. */
export function sameInEveryLanguage(values: readonly string[]): NonNullable<FieldHints['options']> {
  return Object.fromEntries(values.map((value) => [value, { en: value, 'zh-CN': value }]));
}

/** Width to height. `words` names values that are no numbers, such as `auto`. */
export function aspectRatioField<const T extends readonly [string, ...string[]]>(
  values: T,
  byDefault: T[number],
  words: NonNullable<FieldHints['options']> = {},
) {
  return field(z.enum(values).default(byDefault as never), {
    control: 'select',
    label: { en: 'Aspect ratio', 'zh-CN': '画面比例' },
    options: { ...sameInEveryLanguage(values), ...words },
  });
}

/** The same seed and words give much the same result; without one each is new. */
export function seedField(max = 2_147_483_647) {
  return field(z.int().min(0).max(max).optional(), {
    control: 'number',
    label: { en: 'Seed', 'zh-CN': '随机种子' },
    help: { en: 'The same number repeats a result.', 'zh-CN': '相同的数字可以复现结果。' },
  });
}

/** File formats of pictures, by their usual names. */
export function outputFormatField<const T extends readonly [string, ...string[]]>(
  values: T,
  byDefault: T[number],
) {
  const names = values.map((value) => [value, value === 'jpg' ? 'JPEG' : value.toUpperCase()] as const);
  return field(z.enum(values).default(byDefault as never), {
    control: 'segmented',
    label: { en: 'File format', 'zh-CN': '文件格式' },
    options: Object.fromEntries(names.map(([value, name]) => [value, { en: name, 'zh-CN': name }])),
  });
}
