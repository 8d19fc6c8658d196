import { readFile } from 'node:fs/promises';
import type { LocalizedText } from '@atelier/shared/locales';
import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import type { ProviderAdapter, StartInput, StartOutcome, TransportAnswer } from './adapter.ts';
import { addModel, type Catalogue, type CatalogueEntry } from './catalogue.ts';
import { bearer } from './connection.ts';
import { defineModel, type ModelDefinition } from './define-model.ts';
import type { OpenAiImages } from './openai-images.ts';
import { readOpenAiImages, startOpenAiImages } from './openai-images.ts';
import { numberOfOutputsField, promptField, sameInEveryLanguage } from './parameter-fields.ts';
import { readStabilityV1, STABILITY_V1_SIZE, startStabilityV1 } from './stability-v1.ts';

/** Put before the slugs of the file, so that they meet none of the catalogue's. */
const PREFIX = 'custom-';
const DEADLINE_MS = 10 * 60_000;

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, at most 40');
/** One text for both languages, or one for each. */
const label = z.union([
  z
    .string()
    .trim()
    .min(1)
    .max(80)
    .transform((text): LocalizedText => ({ en: text, 'zh-CN': text })),
  z.strictObject({ en: z.string().trim().min(1).max(80), 'zh-CN': z.string().trim().min(1).max(80) }),
]);
const choices = z.array(z.string().min(1).max(40)).min(1).max(20);

const modelSchema = z.strictObject({
  slug,
  /** What the endpoint calls it. */
  vendorModel: z.string().min(1).max(200),
  label,
  description: label.optional(),
  /** Whole credits for one picture. */
  credits: z.int().min(1).max(100_000),
  sizes: choices.default(['1024x1024']),
  qualities: choices.optional(),
  maxOutputs: z.int().min(1).max(10).default(1),
  /** Whether it takes pictures, at `/images/edits`. */
  edits: z.boolean().default(false),
  expectedSeconds: z.int().min(1).max(600).optional(),
});

/** What differs between the contracts an endpoint may speak. */
interface Contract extends Pick<ProviderAdapter, 'start'> {
  /** A call that costs nothing and is refused to a bad key. */
  readonly keyTestPath: string;
  /** Of a prompt, in characters. */
  readonly maxPrompt: number;
  /** Pictures that an edit takes. */
  readonly maxInputs: number;
  readonly hasQualities: boolean;
  readonly size: RegExp;
  readStart(answer: TransportAnswer, input: StartInput): StartOutcome;
}

const openAi = (contract: OpenAiImages['contract']): Contract => ({
  keyTestPath: '/models',
  maxPrompt: 32_000,
  maxInputs: 5,
  hasQualities: true,
  // Servers have words of their own, such as `auto`.
  size: /./,
  start: ({ vendorModel, vendor }, input) =>
    startOpenAiImages(vendorModel, { contract, passes: passesOf(vendor) }, input),
  readStart: readOpenAiImages,
});

const CONTRACTS = {
  'gpt-image': openAi('gpt-image'),
  'dall-e': openAi('dall-e'),
  'stability-v1': {
    keyTestPath: '/engines/list',
    maxPrompt: 2000,
    maxInputs: 1,
    hasQualities: false,
    size: STABILITY_V1_SIZE,
    start: ({ vendorModel }, input) => startStabilityV1(vendorModel, input),
    readStart: readStabilityV1,
  },
} as const satisfies Readonly<Record<string, Contract>>;
const CONTRACT_NAMES = Object.keys(CONTRACTS) as (keyof typeof CONTRACTS)[];

const endpointFields = z.strictObject({
  slug,
  label,
  /** Where `/images/generations` (or `/generation/{engine}`) lies below; with `/v1` where the endpoint has it. */
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must begin with http:// or https://' })
    .refine((url) => !/[?#]|\/$/.test(url), 'must have no query and no slash at the end'),
  /** Off for servers that ask for none. */
  needsKey: z.boolean().default(true),
  /**
   * `gpt-image` answers with base64; `dall-e` is the older form, which most compatible servers speak; `stability-v1` is
   * Stability AI's first contract.
   */
  contract: z.enum(CONTRACT_NAMES).default('dall-e'),
  maxConcurrent: z.int().min(1).max(64).default(2),
  models: z.array(modelSchema).min(1).max(50),
});

/** What the contract has no words for is refused at the start, not at every order. */
const endpointSchema = endpointFields.superRefine(({ contract, models }, { addIssue }) => {
  const { hasQualities, size: form } = CONTRACTS[contract];
  for (const [index, { sizes, qualities }] of models.entries()) {
    const refuse = (name: string, message: string) =>
      addIssue({ code: 'custom', path: ['models', index, name], message });
    if (qualities && !hasQualities) refuse('qualities', 'this contract knows none');
    if (!sizes.every((size) => form.test(size))) refuse('sizes', 'must be such as 1024x1024');
  }
});

const fileSchema = z.strictObject({ endpoints: z.array(endpointSchema).max(20) });
export type CustomEndpoint = z.output<typeof endpointSchema>;

/**
 * Reads the operator's file of endpoints of his own. `isOptional`: a file that is not there is no endpoint.
 * @throws Error that names the file, the place in it and what is wrong there.
 */
export async function readCustomEndpoints(
  file: string,
  { isOptional }: { isOptional: boolean },
): Promise<readonly CustomEndpoint[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isOptional && error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new Error(`the file of custom endpoints ${file} cannot be read`, { cause: error });
  }
  const parsed = fileSchema.safeParse(parse(text, file));
  if (parsed.success) return parsed.data.endpoints;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`the file of custom endpoints ${file} is refused: ${problems.join('; ')}`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the file of custom endpoints ${file} is not JSON`, { cause: error });
  }
}

/** The catalogue with the operator's endpoints. @throws Error for slugs that stand twice. */
export function withCustomEndpoints(catalogue: Catalogue, endpoints: readonly CustomEndpoint[]): Catalogue {
  if (endpoints.length === 0) return catalogue;
  const extended = new Map<string, CatalogueEntry>(catalogue);
  const taken = new Set<string>();
  for (const endpoint of endpoints) {
    if (taken.has(endpoint.slug)) throw new Error(`two custom endpoints are called ${endpoint.slug}`);
    taken.add(endpoint.slug);
    const adapter = adapterFor(endpoint);
    for (const model of endpoint.models) {
      addModel(extended, modelFor(endpoint, model), adapter, `custom endpoint ${endpoint.slug}`);
    }
  }
  return extended;
}

/** One call answers with the pictures. Nothing is known of the server behind, so a start is never repeated. */
function adapterFor({
  slug: name,
  label: called,
  endpoint,
  needsKey,
  contract,
  maxConcurrent,
}: CustomEndpoint): ProviderAdapter {
  const { keyTestPath, start, readStart } = CONTRACTS[contract];
  return {
    slug: `${PREFIX}${name}`,
    isRepeatable: false,
    maxConcurrent,
    limitPer: 'installation',
    connection: {
      label: called,
      website: new URL(endpoint).origin,
      endpoint,
      needsKey,
      isCustom: true,
      authorize: needsKey ? bearer : (request) => request,
      keyTest: {
        request: { kind: 'http', method: 'GET', url: keyTestPath, timeoutMs: 20_000 },
        read: ({ status }) => ({ isGood: status === 200 }),
      },
    },
    start,
    readStart: (answer, _model, input) => readStart(answer, input),
  };
}

const passesOf = (vendor: unknown): OpenAiImages['passes'] => (Array.isArray(vendor) ? vendor : []);

function modelFor(
  endpoint: CustomEndpoint,
  { credits, sizes, qualities, maxOutputs, edits, ...model }: CustomEndpoint['models'][number],
): ModelDefinition {
  const { maxPrompt, maxInputs } = CONTRACTS[endpoint.contract];
  const choiceOf = (values: readonly string[], text: LocalizedText) =>
    field(z.enum(values as [string, ...string[]]).default(values[0] ?? ''), {
      control: 'select',
      label: text,
      options: sameInEveryLanguage(values),
    });
  return defineModel({
    slug: `${PREFIX}${endpoint.slug}-${model.slug}`,
    vendorModel: model.vendorModel,
    vendor: ['size', ...(qualities ? ['quality'] : [])],
    label: model.label,
    description: model.description ?? {
      en: `A model of ${endpoint.label.en}.`,
      'zh-CN': `由 ${endpoint.label['zh-CN']} 提供的模型。`,
    },
    outputType: 'image',
    functionTags: edits ? ['text-to-image', 'image-to-image', 'image-editing'] : ['text-to-image'],
    parameters: z.strictObject({
      prompt: promptField(maxPrompt),
      size: choiceOf(sizes, { en: 'Size', 'zh-CN': '尺寸' }),
      ...(qualities && { quality: choiceOf(qualities, { en: 'Quality', 'zh-CN': '质量' }) }),
      numberOfOutputs: numberOfOutputsField(maxOutputs),
    }),
    priceRule: { perOutput: credits },
    inputs: { min: 0, max: edits ? maxInputs : 0 },
    outputCount: ({ numberOfOutputs }) => Number(numberOfOutputs),
    ...(model.expectedSeconds !== undefined && { expectedSeconds: model.expectedSeconds }),
    deadlineMs: DEADLINE_MS,
  });
}
