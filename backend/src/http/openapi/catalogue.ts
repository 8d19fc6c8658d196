import {
  type CatalogueModel,
  type CatalogueTaskType,
  quoteRequestSchema,
  quoteSchema,
} from '@atelier/shared/contracts/catalogue';
import type { LocalizedText } from '@atelier/shared/locales';
import {
  PARAMETER_CONTROLS,
  type ParameterProperty,
  type ParameterSchema,
} from '@atelier/shared/parameter-form';
import type { PriceRule } from '@atelier/shared/pricing';
import { UNAVAILABLE_REASONS } from '@atelier/shared/unavailable-reasons';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

export const localizedTextSchema = z.object({
  en: z.string(),
  'zh-CN': z.string(),
}) satisfies z.ZodType<LocalizedText>;

const priceRuleSchema = z.object({
  base: z.int().min(0).exactOptional(),
  perInput: z.int().min(0).exactOptional(),
  perOutput: z.int().min(0).exactOptional(),
  byParameter: z
    .array(
      z.object({
        parameter: z.union([z.string(), z.array(z.string())]),
        credits: z.record(z.string(), z.int().min(0)),
        per: z.enum(['task', 'input', 'output']).exactOptional(),
      }),
    )
    .exactOptional(),
  percent: z.int().positive().exactOptional(),
  byQuantity: z
    .array(
      z.object({
        parameter: z.string(),
        of: z.enum(['value', 'length']).exactOptional(),
        unit: z.number().positive(),
        credits: z.int().min(0),
        included: z.number().min(0).exactOptional(),
        per: z.enum(['task', 'output']).exactOptional(),
      }),
    )
    .exactOptional(),
}) satisfies z.ZodType<PriceRule>;

const unavailableReasonSchema = z.enum(UNAVAILABLE_REASONS).nullable();

const mediaTypeSchema = z.enum(['image', 'video', 'audio']);

const parameterPropertySchema = z.looseObject({
  label: localizedTextSchema,
  help: localizedTextSchema.exactOptional(),
  options: z.record(z.string(), localizedTextSchema).exactOptional(),
  control: z.enum(PARAMETER_CONTROLS),
  placeholder: localizedTextSchema.exactOptional(),
  vendorOptions: z.boolean().exactOptional(),
  step: z.number().exactOptional(),
  unit: z.string().exactOptional(),
  type: z.enum(['string', 'number', 'integer', 'boolean']).exactOptional(),
  enum: z.array(z.union([z.string(), z.number()])).exactOptional(),
  default: z.unknown().optional(),
  minimum: z.number().exactOptional(),
  maximum: z.number().exactOptional(),
  maxLength: z.number().exactOptional(),
}) satisfies z.ZodType<ParameterProperty>;

const parameterSchemaSchema = z
  .looseObject({
    type: z.literal('object'),
    properties: z.record(z.string(), parameterPropertySchema),
    required: z.array(z.string()).exactOptional(),
  })
  .meta({
    description: 'JSON Schema (draft 2020-12) with hints for drawing a form.',
  }) satisfies z.ZodType<ParameterSchema>;

export const catalogueModelSchema = z.object({
  slug: z.string(),
  provider: z.string(),
  providerLabel: localizedTextSchema.meta({
    description: 'What to call the provider: as the operator named it, else as it calls itself.',
  }),
  label: localizedTextSchema,
  description: localizedTextSchema,
  outputType: mediaTypeSchema,
  functionTags: z.array(z.string()),
  featureTags: z.array(z.string()),
  life: z.object({
    state: z.enum(['active', 'inactive', 'retired']),
    since: z.string().nullable(),
    successor: z.string().nullable(),
  }),
  parameters: parameterSchemaSchema,
  priceRule: priceRuleSchema,
  inputs: z.object({ min: z.int().min(0), max: z.int().min(0), types: z.array(mediaTypeSchema) }),
  continues: z.array(z.string()),
  typicalSeconds: z.number().nullable(),
  available: z.boolean(),
  unavailableReason: unavailableReasonSchema.meta({
    description: 'Why it takes no orders now; null when it does.',
  }),
  emulated: z.boolean(),
}) satisfies z.ZodType<CatalogueModel>;

export const catalogueTaskTypeSchema = z.object({
  slug: z.string(),
  label: localizedTextSchema,
  description: localizedTextSchema,
  models: z.array(z.string()),
  defaultModel: z.string().nullable(),
  unavailableReason: unavailableReasonSchema.meta({
    description: 'Why none of its models takes orders now; null when one does.',
  }),
  needsMembership: z.boolean(),
  prompt: z.string().nullable().meta({
    description: 'What a model with a `prompt` is told when an order brings none.',
  }),
}) satisfies z.ZodType<CatalogueTaskType>;

export const catalogueDocuments = [
  documentRoute({
    method: 'get',
    path: '/api/task-types',
    name: 'listTaskTypes',
    tag: 'catalogue',
    access: 'user',
    summary: { en: 'Recipes to choose from', 'zh-CN': '可用的配方' },
    answer: { data: z.array(catalogueTaskTypeSchema) },
    errors: [],
  }),
  documentRoute({
    method: 'get',
    path: '/api/models',
    name: 'listModels',
    tag: 'catalogue',
    access: 'user',
    summary: { en: 'Models with their parameters and price rules', 'zh-CN': '模型及其参数和价格规则' },
    answer: { data: z.array(catalogueModelSchema) },
    errors: [],
  }),
  documentRoute({
    method: 'get',
    path: '/api/models/{slug}',
    name: 'readModel',
    tag: 'catalogue',
    access: 'user',
    summary: { en: 'One model', 'zh-CN': '单个模型' },
    request: { path: z.object({ slug: z.string().min(1).max(100) }) },
    answer: { data: catalogueModelSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    method: 'get',
    path: '/api/models/{slug}/options/{parameter}',
    name: 'listModelOptions',
    tag: 'catalogue',
    access: 'user',
    summary: {
      en: 'What the provider offers for a parameter, such as voices',
      'zh-CN': '服务商为某个参数提供的选项（如声音列表）',
    },
    request: { path: z.object({ slug: z.string().min(1).max(100), parameter: z.string().min(1).max(60) }) },
    answer: { data: z.array(z.object({ value: z.string(), label: z.string() })) },
    errors: ['not_found', 'vendor_unavailable', 'provider_not_configured'],
  }),
  documentRoute({
    method: 'post',
    path: '/api/quotes',
    name: 'quote',
    tag: 'catalogue',
    access: 'user',
    summary: { en: 'What a task would cost', 'zh-CN': '查询任务价格' },
    request: { body: quoteRequestSchema },
    answer: { data: quoteSchema },
    errors: [
      'task_type_unknown',
      'model_unknown',
      'model_retired',
      'model_not_available',
      'model_unavailable',
      'parameters_invalid',
      'files_missing',
      'files_too_many',
      'inputs_not_public',
    ],
  }),
];
