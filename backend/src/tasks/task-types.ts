import { readdir } from 'node:fs/promises';
import { priceOf } from '@atelier/shared/pricing';
import { type Catalogue, type CatalogueEntry, sampleParameters } from '../providers/catalogue.ts';
import type { ModelRule, TaskTypeDefinition } from './define-task-type.ts';

const TYPES_FOLDER = new URL('./types/', import.meta.url);

/** A recipe with its candidates looked up in the catalogue. */
export interface TaskType extends TaskTypeDefinition {
  readonly models: readonly string[];
}

/** All recipes by slug, in the order they are shown. */
export type TaskTypes = ReadonlyMap<string, TaskType>;

/** Reads every `tasks/types/*.ts`; one that names an unknown model, or none, stops the start. A rule that fits no model leaves its recipe out. */
export async function loadTaskTypes(catalogue: Catalogue, folder: URL = TYPES_FOLDER): Promise<TaskTypes> {
  const taskTypes: TaskType[] = [];
  for (const file of (await readdir(folder)).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )) {
    const { default: definition }: { default: TaskTypeDefinition } = await import(new URL(file, folder).href);
    const models = candidatesOf(definition.models, catalogue);
    if (models.length === 0 && 'withFunction' in definition.models) continue;
    const unknown = models.find((slug) => !catalogue.has(slug));
    if (unknown !== undefined || models.length === 0) {
      throw new Error(
        `task type file ${file} is refused: it names ${unknown ?? 'no model'}, which is not in the catalogue`,
      );
    }
    taskTypes.push({ ...definition, models });
  }
  taskTypes.sort((a, b) => a.order - b.order || a.slug.localeCompare(b.slug));
  const types = new Map(taskTypes.map((taskType) => [taskType.slug, taskType]));
  if (types.size !== taskTypes.length) throw new Error('two task types share a slug');
  return types;
}

function candidatesOf(models: readonly string[] | ModelRule, catalogue: Catalogue): readonly string[] {
  if (!('withFunction' in models)) return models;
  const { first = [], withFunction, withoutFunction = [], needsInput = false } = models;
  const rankOf = ({ model }: CatalogueEntry): number =>
    withFunction.findIndex((tag) => model.functionTags.includes(tag));
  const isWanted = (entry: CatalogueEntry): boolean =>
    rankOf(entry) >= 0 &&
    !entry.model.functionTags.some((tag) => withoutFunction.includes(tag)) &&
    (!needsInput || entry.model.inputs.min > 0);
  const byFunction = [...catalogue.values()]
    .filter(isWanted)
    .map((entry) => ({ slug: entry.model.slug, rank: rankOf(entry), credits: leastPrice(entry) }))
    .sort((a, b) => a.rank - b.rank || a.credits - b.credits || a.slug.localeCompare(b.slug));
  return [...new Set([...first, ...byFunction.map(({ slug }) => slug)])];
}

/** What a form costs that was left as it comes. */
function leastPrice({ model, parameterSchema }: CatalogueEntry): number {
  const parameters = model.parameters.parse(sampleParameters(parameterSchema));
  const inputCount = Math.max(1, model.inputs.min);
  return priceOf(model.priceRule, {
    inputCount,
    outputCount: model.outputCount(parameters, inputCount),
    parameters,
  });
}
