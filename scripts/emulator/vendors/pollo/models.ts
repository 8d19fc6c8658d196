// What each model takes. Written beside the adapter's own lists, not imported: a vendor does not read its customers' code.

type Check = (value: unknown) => boolean;

const isText =
  (max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max;
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const isAddress: Check = (value) => typeof value === 'string' && /^https?:\/\//.test(value);
const isWhole =
  (max: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max;
const isFlag: Check = (value) => typeof value === 'boolean';

interface Model {
  readonly required: readonly string[];
  readonly fields: Readonly<Record<string, Check>>;
}

const VEO: Model = {
  required: ['prompt', 'length'],
  fields: {
    prompt: isText(2500),
    image: isAddress,
    negativePrompt: isText(2500),
    length: oneOf(8),
    aspectRatio: oneOf('16:9'),
    resolution: oneOf('720p', '1080p'),
    seed: isWhole(2_147_483_647),
    generateAudio: isFlag,
  },
};

const MODELS: Readonly<Record<string, Model>> = {
  'google/veo3': VEO,
  'google/veo3-fast': VEO,
  'kling-ai/kling-v2-1': {
    required: ['image', 'prompt', 'length'],
    fields: {
      image: isAddress,
      prompt: isText(2500),
      negativePrompt: isText(2500),
      strength: isWhole(100),
      length: oneOf(5, 10),
      mode: oneOf('std', 'pro'),
    },
  },
};

/** What is wrong with an input, in the vendor's words; undefined for a model that it does not have. */
export function problemsOf(model: string, input: Readonly<Record<string, unknown>>): string[] | undefined {
  const known = MODELS[model];
  if (!known) return undefined;
  const missing = known.required
    .filter((name) => input[name] === undefined)
    .map((name) => `${name} is required`);
  const wrong = Object.entries(input)
    .filter(([name, value]) => !known.fields[name]?.(value))
    .map(([name]) => `${name} is invalid`);
  return [...missing, ...wrong];
}
