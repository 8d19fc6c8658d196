import { expect, test } from 'vitest';
import { loadCatalogue } from '../catalogue.ts';
import type { Json } from '../http-messages.ts';
import { publishedInputs } from './published-inputs.ts';

const entry = (await loadCatalogue()).get('replicate-flux-schnell');
if (!entry) throw new Error('the model is not in the catalogue');
const { model, parameterSchema } = entry;

/** Our model's inputs as the vendor writes them, choices in schemas of their own. */
const PROPERTIES = {
  prompt: { type: 'string' },
  aspect_ratio: { allOf: [{ $ref: '#/components/schemas/aspect_ratio' }], default: '1:1' },
  num_outputs: { type: 'integer', minimum: 1, maximum: 4 },
  megapixels: { allOf: [{ $ref: '#/components/schemas/megapixels' }], default: '1' },
  output_format: { allOf: [{ $ref: '#/components/schemas/output_format' }], default: 'webp' },
  seed: { type: 'integer' },
  go_fast: { type: 'boolean', default: true },
};
const CHOICES = {
  aspect_ratio: { enum: ['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21'] },
  megapixels: { enum: ['1', '0.25'] },
  output_format: { enum: ['webp', 'jpg', 'png'] },
};

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

interface Published {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly choices?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

function compare({ properties = {}, choices = {}, required = ['prompt'] }: Published) {
  const input = { type: 'object', properties: { ...PROPERTIES, ...properties }, required };
  const schemas = { Input: input, Output: { type: 'array' }, ...CHOICES, ...choices };
  const body = { latest_version: { id: 'hidden', openapi_schema: { components: { schemas } } } };
  return publishedInputs.compare(
    { kind: 'http', status: 200, headers: {}, body: toJson(body) },
    model,
    parameterSchema,
  );
}

test('nothing is said of a model that takes what it took, or more', () => {
  expect(compare({})).toEqual([]);
  const wider = { properties: { num_outputs: { type: 'integer', minimum: 0, maximum: 8 }, extra: {} } };
  expect(compare(wider)).toEqual([]);
});

test.each<[string, Published, object]>([
  [
    'a choice that is gone',
    { choices: { output_format: { enum: ['webp', 'png'] } } },
    { kind: 'choice_gone', field: 'output_format', detail: 'jpg' },
  ],
  [
    'choices beside the field',
    { properties: { megapixels: { enum: ['1'] } } },
    { kind: 'choice_gone', field: 'megapixels', detail: '0.25' },
  ],
  [
    'a narrower range',
    { properties: { num_outputs: { minimum: 1, maximum: 2 } } },
    { kind: 'range_narrower', field: 'num_outputs', detail: '1–2' },
  ],
  [
    'a field that is gone',
    { properties: { seed: undefined } },
    { kind: 'field_gone', field: 'seed', detail: null },
  ],
  [
    'a new duty',
    { required: ['prompt', 'license'] },
    { kind: 'field_required', field: 'license', detail: null },
  ],
])('%s is told', (_name, published, difference) => {
  expect(compare(published)).toEqual([difference]);
});

test('a model that is gone is told, and an answer that cannot be read is not taken for one', () => {
  const read = (status: number, body: unknown) =>
    publishedInputs.compare(
      { kind: 'http', status, headers: {}, body: toJson(body) },
      model,
      parameterSchema,
    );
  expect(read(404, { detail: 'not found' })).toEqual([
    { kind: 'model_gone', field: null, detail: 'black-forest-labs/flux-schnell' },
  ]);
  for (const body of [null, [], 'x', {}, { latest_version: null }]) expect(read(200, body)).toBeUndefined();
  expect(read(500, {})).toBeUndefined();
});
