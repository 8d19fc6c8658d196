export type InputRules = Readonly<Record<string, InputRule>>;
/** What may stand in one field of an input. */
export interface InputRule {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly required?: true;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const RATIOS = ['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21'];
const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const SCHNELL: InputRules = {
  prompt: { type: 'string', required: true },
  aspect_ratio: { type: 'string', values: RATIOS },
  num_outputs: { type: 'integer', minimum: 1, maximum: 4 },
  num_inference_steps: { type: 'integer', minimum: 1, maximum: 4 },
  seed: { type: 'integer' },
  output_format: { type: 'string', values: ['webp', 'jpg', 'png'] },
  output_quality: { type: 'integer', minimum: 0, maximum: 100 },
  disable_safety_checker: FLAG,
  go_fast: FLAG,
  megapixels: { type: 'string', values: ['1', '0.25'] },
};

const KONTEXT: InputRules = {
  prompt: { type: 'string', required: true },
  input_image: TEXT,
  aspect_ratio: { type: 'string', values: ['match_input_image', ...RATIOS, '2:1', '1:2'] },
  prompt_upsampling: FLAG,
  seed: { type: 'integer' },
  output_format: { type: 'string', values: ['png', 'jpg'] },
  safety_tolerance: { type: 'integer', minimum: 0, maximum: 6 },
};

/** Inputs as published with the models; `isList` says whether the output is an array. */
export const MODELS: Readonly<Record<string, { input: InputRules; isList: boolean; isVideo?: true }>> = {
  'black-forest-labs/flux-schnell': { input: SCHNELL, isList: true },
  'black-forest-labs/flux-dev': {
    isList: true,
    input: {
      ...SCHNELL,
      image: TEXT,
      prompt_strength: { type: 'number', minimum: 0, maximum: 1 },
      num_inference_steps: { type: 'integer', minimum: 1, maximum: 50 },
      guidance: { type: 'number', minimum: 0, maximum: 10 },
    },
  },
  'black-forest-labs/flux-1.1-pro': {
    isList: false,
    input: {
      prompt: { type: 'string', required: true },
      image_prompt: TEXT,
      aspect_ratio: {
        type: 'string',
        values: ['custom', '1:1', '16:9', '3:2', '2:3', '4:5', '5:4', '9:16', '3:4', '4:3'],
      },
      width: { type: 'integer', minimum: 256, maximum: 1440 },
      height: { type: 'integer', minimum: 256, maximum: 1440 },
      safety_tolerance: { type: 'integer', minimum: 1, maximum: 6 },
      seed: { type: 'integer' },
      prompt_upsampling: FLAG,
      output_format: { type: 'string', values: ['webp', 'jpg', 'png'] },
      output_quality: { type: 'integer', minimum: 0, maximum: 100 },
    },
  },
  'black-forest-labs/flux-kontext-pro': { input: KONTEXT, isList: false },
  'black-forest-labs/flux-kontext-max': { input: KONTEXT, isList: false },
  'minimax/video-01': {
    isList: false,
    isVideo: true,
    input: {
      prompt: { type: 'string', required: true },
      first_frame_image: TEXT,
      prompt_optimizer: FLAG,
      subject_reference: TEXT,
    },
  },
};
