import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { sameInEveryLanguage } from './parameter-fields.ts';

// Parameters of videos that several vendors' models share.

/** What must not be seen. `max` in characters. */
export function negativePromptField(max: number) {
  return field(z.string().trim().max(max).default(''), {
    control: 'text',
    label: { en: 'Without', 'zh-CN': '不要出现' },
    help: { en: 'What must not be seen.', 'zh-CN': '画面中不应出现的内容。' },
  });
}

/** Seconds of video, as texts. */
export function durationField<const T extends readonly [string, ...string[]]>(
  values: T,
  byDefault: T[number],
) {
  return field(z.enum(values).default(byDefault as never), {
    control: 'segmented',
    label: { en: 'Length', 'zh-CN': '时长' },
    options: Object.fromEntries(
      values.map((seconds) => [seconds, { en: `${seconds} s`, 'zh-CN': `${seconds} 秒` }]),
    ),
  });
}

/** Lines of video, or classes of picture size. */
export function resolutionField<const T extends readonly [string, ...string[]]>(
  values: T,
  byDefault: T[number],
) {
  return field(z.enum(values).default(byDefault as never), {
    control: 'segmented',
    label: { en: 'Resolution', 'zh-CN': '分辨率' },
    options: sameInEveryLanguage(values),
  });
}

/** How closely the words are followed. */
export function guidanceField(max: number, byDefault: number) {
  return field(z.number().min(0).max(max).default(byDefault), {
    control: 'slider',
    step: 0.1,
    label: { en: 'Closeness to the words', 'zh-CN': '贴合提示词程度' },
  });
}

export const soundField = field(z.boolean().default(false), {
  control: 'switch',
  label: { en: 'With sound', 'zh-CN': '生成声音' },
});

/** A further picture that the video ends with. */
export const lastFrameField = field(z.string().max(80).optional(), {
  control: 'asset',
  label: { en: 'Last frame', 'zh-CN': '尾帧图片' },
  help: { en: 'The video ends with this picture.', 'zh-CN': '视频将以这张图片结束。' },
});
