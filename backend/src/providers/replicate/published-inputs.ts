import type { ParameterProperty } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import type { InputDifference, PublishedInputs } from '../adapter.ts';
import { replicateModel } from './replicate-model.ts';

const choicesSchema = z.array(z.union([z.string(), z.number()]));
const propertySchema = z.object({
  enum: choicesSchema.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** Choices usually stand in a schema of their own, which is referred to. */
  allOf: z.array(z.object({ $ref: z.string() })).optional(),
});
type Property = z.infer<typeof propertySchema>;

const inputSchema = z.object({
  properties: z.record(z.string(), propertySchema),
  required: z.array(z.string()).default([]),
});
const otherSchema = z.object({ enum: choicesSchema.optional() });
const modelSchema = z.object({
  latest_version: z.object({
    openapi_schema: z.object({
      components: z.object({ schemas: z.object({ Input: inputSchema }).catchall(otherSchema) }),
    }),
  }),
});

/** The schema of a model's newest version, which the vendor may change at any time (HTTP API v1, `models.get`). */
export const publishedInputs: PublishedInputs = {
  request: ({ vendorModel }) => ({ kind: 'http', method: 'GET', url: `/models/${vendorModel}` }),
  compare({ status, body }, model, { properties }) {
    if (status === 404) return [{ kind: 'model_gone', field: null, detail: model.vendorModel }];
    const read = modelSchema.safeParse(body);
    if (status !== 200 || !read.success) return undefined;
    const { Input: input, ...others } = read.data.latest_version.openapi_schema.components.schemas;
    const { fields, pictureField } = replicateModel(model);
    const sent = new Map<string, ParameterProperty | undefined>(
      Object.entries(fields).map(([parameter, name]) => [name, properties[parameter]]),
    );
    if (pictureField !== undefined) sent.set(pictureField, undefined);
    const known = [...sent].flatMap(([name, ours]) => {
      const theirs = input.properties[name];
      if (!theirs) return [{ kind: 'field_gone', field: name, detail: null } as const];
      return ours ? differencesOf(name, ours, theirs, choicesOf(theirs, others)) : [];
    });
    const missing = input.required.filter((name) => !sent.has(name));
    return [...known, ...missing.map((field) => ({ kind: 'field_required', field, detail: null }) as const)];
  },
};

function choicesOf(
  { enum: own, allOf = [] }: Property,
  others: Readonly<Record<string, z.infer<typeof otherSchema>>>,
): readonly string[] | undefined {
  const referred = allOf.map(({ $ref }) => others[$ref.split('/').at(-1) ?? '']?.enum);
  return (own ?? referred.find((choices) => choices !== undefined))?.map(String);
}

/** Only what an order could stumble over: more choices or a wider range at the vendor's are no trouble. */
function differencesOf(
  field: string,
  ours: ParameterProperty,
  theirs: Property,
  choices: readonly string[] | undefined,
): InputDifference[] {
  const gone = choices ? (ours.enum ?? []).map(String).filter((choice) => !choices.includes(choice)) : [];
  const { minimum, maximum } = theirs;
  const isNarrower =
    (ours.minimum ?? Number.POSITIVE_INFINITY) < (minimum ?? Number.NEGATIVE_INFINITY) ||
    (ours.maximum ?? Number.NEGATIVE_INFINITY) > (maximum ?? Number.POSITIVE_INFINITY);
  return [
    ...gone.map((detail) => ({ kind: 'choice_gone', field, detail }) as const),
    ...(isNarrower ? [{ kind: 'range_narrower', field, detail: rangeText(theirs) } as const] : []),
  ];
}

function rangeText({ minimum, maximum }: Property): string {
  if (minimum === undefined) return `≤ ${maximum}`;
  return maximum === undefined ? `≥ ${minimum}` : `${minimum}–${maximum}`;
}
