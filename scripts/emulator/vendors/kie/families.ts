import type { Family } from './family.ts';
import type { InputRules } from './input-rules.ts';
import { JOBS } from './jobs-family.ts';
import { JOB_MODELS } from './models.ts';
import { FLUX, FOUR_O, MIDJOURNEY } from './picture-families.ts';
import { RUNWAY, RUNWAY_EXTEND, VEO, VEO_EXTEND } from './video-families.ts';

export const FAMILIES: readonly Family[] = [
  JOBS,
  FOUR_O,
  FLUX,
  MIDJOURNEY,
  VEO,
  VEO_EXTEND,
  RUNWAY,
  RUNWAY_EXTEND,
];

/** The rules of an order, which for jobs hang on the model; undefined for a model that nobody sells. */
export function rulesOf(family: Family, model: string): InputRules | undefined {
  return family.rules ?? (Object.hasOwn(JOB_MODELS, model) ? JOB_MODELS[model]?.input : undefined);
}
