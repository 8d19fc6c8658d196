import { readdir } from 'node:fs/promises';
import { type ParameterSchema, toParameterSchema } from '@atelier/shared/parameter-form';
import { CREDIT_COST_USD, costOf, priceOf } from '@atelier/shared/pricing';
import type { ProviderAdapter } from './adapter.ts';
import type { ModelDefinition } from './define-model.ts';

const PROVIDERS_FOLDER = new URL('./', import.meta.url);
/** Sums of decimal fractions differ from the true sum by less than this. */
const ROUNDING_USD = 1e-9;
const SLUG_FORM = /^[a-z0-9][a-z0-9._-]{1,98}$/;

/** A model with what was derived from it once at start. */
export interface CatalogueEntry {
  readonly model: ModelDefinition;
  readonly provider: ProviderAdapter;
  readonly parameterSchema: ParameterSchema;
}

/** All models of all vendors by slug, frozen at start. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

/**
 * Reads every `providers/<vendor>/adapter.ts` and `providers/<vendor>/models/*.ts`. A duplicate slug, a price that
 * is not positive or a parameter without form hints stops the start with the file's name.
 */
export async function loadCatalogue(folder: URL = PROVIDERS_FOLDER): Promise<Catalogue> {
  const catalogue = new Map<string, CatalogueEntry>();
  const vendors = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const vendor of vendors.map((entry) => entry.name).sort()) {
    const { adapter }: { adapter: ProviderAdapter } = await import(
      new URL(`${vendor}/adapter.ts`, folder).href
    );
    const files = await readdir(new URL(`${vendor}/models/`, folder));
    for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()) {
      const { default: model }: { default: ModelDefinition } = await import(
        new URL(`${vendor}/models/${file}`, folder).href
      );
      addModel(catalogue, model, adapter, `${vendor}/models/${file}`);
    }
  }
  return catalogue;
}

/** Checks a model and puts it into the catalogue. @throws Error with `file` when it is refused. */
export function addModel(
  catalogue: Map<string, CatalogueEntry>,
  model: ModelDefinition,
  provider: ProviderAdapter,
  file: string,
): void {
  try {
    if (!SLUG_FORM.test(model.slug)) throw new Error(`"${model.slug}" is not a slug`);
    if (catalogue.has(model.slug)) throw new Error(`slug "${model.slug}" is taken`);
    const parameterSchema = toParameterSchema(model.parameters);
    const parameters = model.parameters.parse(sampleParameters(parameterSchema));
    const inputCount = Math.max(1, model.inputs.min);
    const facts = { inputCount, outputCount: model.outputCount(parameters, inputCount), parameters };
    const credits = priceOf(model.priceRule, facts);
    if (model.vendorCost && credits * CREDIT_COST_USD < costOf(model.vendorCost, facts) - ROUNDING_USD) {
      throw new Error(`${credits} credits do not cover what the vendor asks`);
    }
    catalogue.set(model.slug, Object.freeze({ model, provider, parameterSchema }));
  } catch (error) {
    throw new Error(
      `model file ${file} is refused: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** The least a form can be filled with: what is required, the rest by default. For checks at start and in tests. */
export function sampleParameters(schema: ParameterSchema): Record<string, unknown> {
  const required = (schema.required ?? []).filter((name) => schema.properties[name]?.default === undefined);
  return Object.fromEntries(required.map((name) => [name, sampleValue(schema.properties[name])]));
}

function sampleValue(property: ParameterSchema['properties'][string] | undefined): unknown {
  if (property?.enum?.[0] !== undefined) return property.enum[0];
  if (property?.type === 'boolean') return false;
  if (property?.type === 'integer' || property?.type === 'number') return property.minimum ?? 1;
  return 'a red mug on a table'.slice(0, property?.maxLength);
}
