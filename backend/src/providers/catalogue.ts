import { readdir } from 'node:fs/promises';
import { type ParameterSchema, toParameterSchema } from '@atelier/shared/parameter-form';
import { priceOf } from '@atelier/shared/pricing';
import type { ProviderAdapter } from './adapter.ts';
import type { ModelDefinition } from './define-model.ts';

const PROVIDERS_FOLDER = new URL('./', import.meta.url);
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

function addModel(
  catalogue: Map<string, CatalogueEntry>,
  model: ModelDefinition,
  provider: ProviderAdapter,
  file: string,
): void {
  try {
    if (!SLUG_FORM.test(model.slug)) throw new Error(`"${model.slug}" is not a slug`);
    if (catalogue.has(model.slug)) throw new Error(`slug "${model.slug}" is taken`);
    const defaults = model.parameters.parse({});
    const inputCount = Math.max(1, model.inputs.min);
    priceOf(model.priceRule, {
      inputCount,
      outputCount: model.outputCount(defaults, inputCount),
      parameters: defaults,
    });
    catalogue.set(
      model.slug,
      Object.freeze({ model, provider, parameterSchema: toParameterSchema(model.parameters) }),
    );
  } catch (error) {
    throw new Error(
      `model file ${file} is refused: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}
