import { z } from 'zod';
import { aspectRatioField, promptField } from '../parameter-fields.ts';
import { durationField, guidanceField, lastFrameField, negativePromptField } from '../video-fields.ts';

// What the Kling models from 2.1 to 2.5 have in common.

export const KLING_FIELDS = {
  prompt: 'prompt',
  duration: 'duration',
  negativePrompt: 'negative_prompt',
  guidance: 'cfg_scale',
} as const;

const common = (promptMax: number, negativeMax: number) => ({
  prompt: promptField(promptMax),
  duration: durationField(['5', '10'], '5'),
  negativePrompt: negativePromptField(negativeMax),
  guidance: guidanceField(1, 0.5),
});

export const klingFromWords = (promptMax: number, negativeMax: number) =>
  z.strictObject({
    ...common(promptMax, negativeMax),
    aspectRatio: aspectRatioField(['16:9', '9:16', '1:1'], '16:9'),
  });

export const klingFromPicture = (promptMax: number) => z.strictObject(common(promptMax, 500));

export const klingBetweenPictures = (promptMax: number) =>
  z.strictObject({ ...common(promptMax, 500), lastFrame: lastFrameField });
