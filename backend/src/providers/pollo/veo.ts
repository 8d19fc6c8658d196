import { z } from 'zod';
import { aspectRatioField, promptField, seedField } from '../parameter-fields.ts';
import { durationField, negativePromptField, resolutionField, soundField } from '../video-fields.ts';
import type { PolloModel } from './define-pollo-model.ts';

// What the two Veo models have in common.

export const veoVendor: PolloModel = {
  fields: {
    prompt: 'prompt',
    negativePrompt: 'negativePrompt',
    duration: 'length',
    aspectRatio: 'aspectRatio',
    resolution: 'resolution',
    seed: 'seed',
    sound: 'generateAudio',
  },
  numbers: ['duration'],
};

export const veoParameters = z.strictObject({
  prompt: promptField(2500),
  duration: durationField(['8'], '8'),
  aspectRatio: aspectRatioField(['16:9'], '16:9'),
  resolution: resolutionField(['720p', '1080p'], '720p'),
  sound: soundField,
  negativePrompt: negativePromptField(2500),
  seed: seedField(),
});

export const VEO_COST_SOURCE =
  "an estimate from Google's own price list of 2026: Pollo.ai bills in credits of its own";
