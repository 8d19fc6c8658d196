import { readdir } from 'node:fs/promises';
import type { Catalogue } from '../providers/catalogue.ts';
import type { TaskTypeDefinition } from './define-task-type.ts';

const TYPES_FOLDER = new URL('./types/', import.meta.url);

/** All recipes by slug, in the order they are shown. */
export type TaskTypes = ReadonlyMap<string, TaskTypeDefinition>;

/** Reads every `tasks/types/*.ts`; one that names an unknown model stops the start. */
export async function loadTaskTypes(catalogue: Catalogue, folder: URL = TYPES_FOLDER): Promise<TaskTypes> {
  const definitions: TaskTypeDefinition[] = [];
  for (const file of (await readdir(folder)).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )) {
    const { default: definition }: { default: TaskTypeDefinition } = await import(new URL(file, folder).href);
    const unknown = definition.models.find((slug) => !catalogue.has(slug));
    if (unknown !== undefined || definition.models.length === 0) {
      throw new Error(
        `task type file ${file} is refused: it names ${unknown ?? 'no model'}, which is not in the catalogue`,
      );
    }
    definitions.push(definition);
  }
  definitions.sort((a, b) => a.order - b.order || a.slug.localeCompare(b.slug));
  const types = new Map(definitions.map((definition) => [definition.slug, definition]));
  if (types.size !== definitions.length) throw new Error('two task types share a slug');
  return types;
}
