import {
  FLAG,
  type InputRules,
  integer,
  LINK,
  links,
  MAYBE_LINK,
  maybeLinks,
  must,
  number,
  one,
  text,
  words,
} from './input-rules.ts';

// Inputs of the models of the unified jobs API, as published.

export interface JobModel {
  readonly input: InputRules;
  readonly output: 'image' | 'video';
  /** The vendor has withdrawn it; it answers all the same, so that its protocol can be tried. */
  readonly isGone?: true;
}

const NANO_RATIO = one('1:1', '9:16', '16:9', '3:4', '4:3', '3:2', '2:3', '5:4', '4:5', '21:9', 'auto');
const NANO_BANANA: InputRules = {
  prompt: words(5000),
  aspect_ratio: NANO_RATIO,
  image_size: NANO_RATIO,
  output_format: one('png', 'jpeg'),
};
const NANO_SIZE = { resolution: one('1K', '2K', '4K'), output_format: one('png', 'jpg') };
const SEEDREAM_4: InputRules = {
  prompt: words(5000),
  image_size: one(
    'square',
    'square_hd',
    'portrait_4_3',
    'portrait_3_2',
    'portrait_16_9',
    'landscape_4_3',
    'landscape_3_2',
    'landscape_16_9',
    'landscape_21_9',
  ),
  image_resolution: one('1K', '2K', '4K'),
  max_images: number(1, 6),
  seed: integer(0, Number.MAX_SAFE_INTEGER),
};
const SEEDREAM_45: InputRules = {
  prompt: words(3000),
  aspect_ratio: must(one('1:1', '4:3', '3:4', '16:9', '9:16', '2:3', '3:2', '21:9')),
  quality: must(one('basic', 'high')),
};
const SIX_SIZES = one(
  'square',
  'square_hd',
  'portrait_4_3',
  'portrait_16_9',
  'landscape_4_3',
  'landscape_16_9',
);
const QWEN: InputRules = {
  num_inference_steps: number(2, 250),
  guidance_scale: number(0, 20),
  seed: integer(0, Number.MAX_SAFE_INTEGER),
  enable_safety_checker: FLAG,
  output_format: one('png', 'jpeg'),
  negative_prompt: text(500),
  acceleration: one('none', 'regular', 'high'),
};
const SORA: InputRules = {
  prompt: words(10_000),
  aspect_ratio: one('portrait', 'landscape'),
  n_frames: one('10', '15'),
  remove_watermark: FLAG,
  upload_method: must(one('s3', 'oss')),
};
const SORA_PRO: InputRules = { ...SORA, size: one('standard', 'high') };
const kling = (max: number, negativeMax: number): InputRules => ({
  prompt: words(max),
  duration: one('5', '10'),
  negative_prompt: text(negativeMax),
  cfg_scale: number(0, 1),
});
const KLING_RATIO = { aspect_ratio: one('16:9', '9:16', '1:1') };
const WAN_22: InputRules = {
  prompt: words(5000),
  resolution: one('480p', '720p'),
  enable_prompt_expansion: FLAG,
  acceleration: one('none', 'regular'),
  seed: number(0, 2_147_483_647),
};
const WAN_25: InputRules = {
  prompt: words(800),
  duration: must(one('5', '10')),
  resolution: one('720p', '1080p'),
  enable_prompt_expansion: FLAG,
  negative_prompt: text(500),
  seed: integer(0, 2_147_483_647),
};
const SEEDANCE_1: InputRules = {
  prompt: words(10_000),
  resolution: one('480p', '720p', '1080p'),
  duration: one('5', '10'),
  camera_fixed: FLAG,
  seed: number(-1, 2_147_483_647),
  enable_safety_checker: FLAG,
};

export const JOB_MODELS: Readonly<Record<string, JobModel>> = {
  'google/nano-banana': { output: 'image', input: NANO_BANANA },
  'google/nano-banana-edit': { output: 'image', input: { ...NANO_BANANA, image_urls: links(10) } },
  'nano-banana-upscale': {
    output: 'image',
    isGone: true,
    input: { image: LINK, scale: integer(1, 4), face_enhance: FLAG },
  },
  'nano-banana-pro': {
    output: 'image',
    input: { prompt: words(10_000), image_input: maybeLinks(8), aspect_ratio: NANO_RATIO, ...NANO_SIZE },
  },
  'nano-banana-2': {
    output: 'image',
    input: {
      prompt: words(20_000),
      image_input: maybeLinks(14),
      aspect_ratio: one(...(NANO_RATIO.values ?? []).map(String), '1:4', '4:1', '1:8', '8:1'),
      ...NANO_SIZE,
    },
  },
  'bytedance/seedream-v4-text-to-image': { output: 'image', input: SEEDREAM_4 },
  'bytedance/seedream-v4-edit': { output: 'image', input: { ...SEEDREAM_4, image_urls: links(10) } },
  'seedream/4.5-text-to-image': { output: 'image', input: SEEDREAM_45 },
  'seedream/4.5-edit': { output: 'image', input: { ...SEEDREAM_45, image_urls: links(14) } },
  'qwen/image-edit': {
    output: 'image',
    input: {
      ...QWEN,
      prompt: words(2000),
      image_url: LINK,
      image_size: SIX_SIZES,
      num_inference_steps: number(2, 49),
      num_images: one('1', '2', '3', '4'),
      sync_mode: FLAG,
    },
  },
  'qwen/text-to-image': { output: 'image', input: { ...QWEN, prompt: words(5000), image_size: SIX_SIZES } },
  'qwen/image-to-image': {
    output: 'image',
    input: { ...QWEN, prompt: words(5000), image_url: LINK, strength: number(0, 1) },
  },
  'ideogram/v3-text-to-image': {
    output: 'image',
    input: {
      prompt: words(5000),
      rendering_speed: one('TURBO', 'BALANCED', 'QUALITY'),
      style: one('AUTO', 'GENERAL', 'REALISTIC', 'DESIGN'),
      expand_prompt: FLAG,
      image_size: SIX_SIZES,
      seed: integer(0, Number.MAX_SAFE_INTEGER),
      negative_prompt: text(5000),
    },
  },
  'topaz/image-upscale': {
    output: 'image',
    input: { image_url: LINK, upscale_factor: must(one('1', '2', '4', '8')) },
  },
  'recraft/crisp-upscale': { output: 'image', input: { image: LINK } },
  'recraft/remove-background': { output: 'image', input: { image: LINK } },
  'sora-2-text-to-video': { output: 'video', isGone: true, input: SORA },
  'sora-2-image-to-video': { output: 'video', isGone: true, input: { ...SORA, image_urls: links(1) } },
  'sora-2-pro-text-to-video': { output: 'video', isGone: true, input: SORA_PRO },
  'sora-2-pro-image-to-video': {
    output: 'video',
    isGone: true,
    input: { ...SORA_PRO, image_urls: links(1) },
  },
  'sora-watermark-remover': {
    output: 'video',
    isGone: true,
    input: { video_url: words(500), upload_method: one('s3', 'oss') },
  },
  'kling/v2-1-master-image-to-video': { output: 'video', input: { ...kling(5000, 500), image_url: LINK } },
  'kling/v2-1-master-text-to-video': { output: 'video', input: { ...kling(5000, 500), ...KLING_RATIO } },
  'kling/v2-1-standard': { output: 'video', input: { ...kling(5000, 500), image_url: LINK } },
  'kling/v2-1-pro': {
    output: 'video',
    input: { ...kling(5000, 500), image_url: LINK, tail_image_url: MAYBE_LINK },
  },
  'kling/v2-5-turbo-image-to-video-pro': {
    output: 'video',
    input: { ...kling(2500, 500), image_url: LINK, tail_image_url: MAYBE_LINK },
  },
  'kling/v2-5-turbo-text-to-video-pro': {
    output: 'video',
    input: { ...kling(2500, 2500), ...KLING_RATIO },
  },
  'kling-2.6/text-to-video': {
    output: 'video',
    input: {
      prompt: words(1000),
      sound: must(FLAG),
      duration: must(one('5', '10')),
      aspect_ratio: must(one('1:1', '16:9', '9:16')),
    },
  },
  'kling-2.6/image-to-video': {
    output: 'video',
    input: { prompt: words(1000), image_urls: links(1), sound: must(FLAG), duration: must(one('5', '10')) },
  },
  'wan/2-2-a14b-text-to-video-turbo': {
    output: 'video',
    input: { ...WAN_22, aspect_ratio: one('16:9', '9:16') },
  },
  'wan/2-2-a14b-image-to-video-turbo': { output: 'video', input: { ...WAN_22, image_url: LINK } },
  'wan/2-5-text-to-video': { output: 'video', input: { ...WAN_25, ...KLING_RATIO } },
  'wan/2-5-image-to-video': { output: 'video', input: { ...WAN_25, image_url: LINK } },
  'bytedance/v1-pro-text-to-video': {
    output: 'video',
    input: { ...SEEDANCE_1, aspect_ratio: one('21:9', '16:9', '4:3', '1:1', '3:4', '9:16') },
  },
  'bytedance/v1-pro-image-to-video': { output: 'video', input: { ...SEEDANCE_1, image_url: LINK } },
  'bytedance/seedance-1.5-pro': {
    output: 'video',
    input: {
      prompt: words(20_000),
      input_urls: maybeLinks(2),
      aspect_ratio: must(one('1:1', '4:3', '3:4', '16:9', '9:16', '21:9')),
      resolution: one('480p', '720p', '1080p'),
      duration: must(number(4, 12)),
      fixed_lens: FLAG,
      generate_audio: FLAG,
    },
  },
};
