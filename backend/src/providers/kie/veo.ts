import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import type { ProviderWarning } from '../adapter.ts';
import { aspectRatioField, promptField } from '../parameter-fields.ts';
import { durationField, resolutionField } from '../video-fields.ts';
import type { KieAdjustment, KieModel, KieOrder } from './define-kie-model.ts';

// What the Veo models have in common: one address, tiers that differ in price.

const MAX_FRAMES = 2;

export const VEO_FIELDS = {
  prompt: 'prompt',
  aspectRatio: 'aspect_ratio',
  resolution: 'resolution',
} as const;

/** Whether pictures are the first and last frame, or show what is to be seen. Quality knows frames only. */
const imageUseField = field(z.enum(['frames', 'reference']).default('frames'), {
  control: 'segmented',
  label: { en: 'Pictures are', 'zh-CN': '图片用途' },
  help: {
    en: 'Frames: the first and the last picture of the video. Reference: up to three pictures of what is to be seen.',
    'zh-CN': '首尾帧：视频的第一帧和最后一帧；参考图：最多三张，用于指定画面内容。',
  },
  options: {
    frames: { en: 'Frames', 'zh-CN': '首尾帧' },
    reference: { en: 'Reference', 'zh-CN': '参考图' },
  },
});

const base = {
  prompt: promptField(5000),
  aspectRatio: aspectRatioField(['16:9', '9:16', 'Auto'], '16:9', {
    Auto: { en: 'Automatic', 'zh-CN': '自动' },
  }),
  resolution: resolutionField(['720p', '1080p', '4k'], '720p'),
  duration: durationField(['8', '6', '4'], '8'),
};

export const veoWithFrames = z.strictObject(base);
export const veoWithReferences = z.strictObject({ ...base, imageUse: imageUseField });
/** All tiers in one form. */
export const veoOfAnyTier = z.strictObject({
  prompt: base.prompt,
  tier: field(z.enum(['veo3_fast', 'veo3', 'veo3_lite']).default('veo3_fast'), {
    control: 'segmented',
    label: { en: 'Quality', 'zh-CN': '质量' },
    options: {
      veo3_fast: { en: 'Fast', 'zh-CN': '快速' },
      veo3: { en: 'Best', 'zh-CN': '高质量' },
      veo3_lite: { en: 'Light', 'zh-CN': '轻量' },
    },
  }),
  aspectRatio: base.aspectRatio,
  resolution: base.resolution,
  duration: base.duration,
  imageUse: imageUseField,
});

/** Everything about Veo that depends on something else. Translation is asked for, since prompts in English do best. */
export function adjustVeo({ parameters, pictureCount }: KieOrder): KieAdjustment {
  const set = { duration: Number(parameters['duration']), enableTranslation: true };
  if (pictureCount === 0) return { set: { ...set, generationType: 'TEXT_2_VIDEO' } };
  const warnings: ProviderWarning[] = [];
  const wantsReference = parameters['imageUse'] === 'reference';
  const isReference = wantsReference && parameters['tier'] !== 'veo3';
  if (wantsReference !== isReference) warnings.push({ code: 'parameter_adjusted', subject: 'imageUse' });
  if (!isReference) {
    if (pictureCount > MAX_FRAMES) warnings.push({ code: 'parameter_ignored', subject: 'images' });
    const frames = { ...set, generationType: 'FIRST_AND_LAST_FRAMES_2_VIDEO' };
    return { set: frames, maxPictures: MAX_FRAMES, warnings };
  }
  // With references the vendor makes eight seconds only.
  if (set.duration !== 8) warnings.push({ code: 'parameter_adjusted', subject: 'duration' });
  return { set: { ...set, duration: 8, generationType: 'REFERENCE_2_VIDEO' }, warnings };
}

export const veoVendor = (more: Partial<KieModel>): KieModel => ({
  family: 'veo',
  fields: VEO_FIELDS,
  pictures: { field: 'imageUrls', isList: true },
  ignoredWithoutPicture: { imageUse: 'frames' },
  adjust: adjustVeo,
  ...more,
});
