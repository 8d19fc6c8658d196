import type { ParameterSchema } from '@atelier/shared/parameter-form';
import type { AssetService } from '../assets/asset-service.ts';
import type { AssetRow, TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import type { CatalogueEntry } from '../providers/catalogue.ts';
import { inputIdsOf, type TaskReader } from './task-reader.ts';

/** Parameters that name something of the user's: further inputs by asset id, and the task to go on with. */
export function referencesIn(
  schema: ParameterSchema,
  parameters: Readonly<Record<string, unknown>>,
): { assets: ReadonlyMap<string, string>; taskId: string | null } {
  const assets = new Map<string, string>();
  let taskId: string | null = null;
  for (const [name, { control }] of Object.entries(schema.properties)) {
    const value = parameters[name];
    if (typeof value !== 'string' || value === '') continue;
    if (control === 'asset') assets.set(name, value);
    if (control === 'task') taskId = value;
  }
  return { assets, taskId };
}

/**
 * Checks what an order's parameters refer to and returns the further inputs, in the order of the form.
 * @throws AppError not_found for what is not the user's, task_not_continuable.
 */
export async function resolveReferences(
  parts: { assets: AssetService; reader: TaskReader },
  userId: string,
  { entry, parameters }: { entry: CatalogueEntry; parameters: Readonly<Record<string, unknown>> },
): Promise<readonly AssetRow[]> {
  const { assets, taskId } = referencesIn(entry.parameterSchema, parameters);
  if (taskId !== null) {
    const task = await parts.reader.get(userId, taskId);
    const isFit = task.status === 'completed' && task.provider_handle !== null;
    if (!isFit || !(entry.model.continues ?? []).includes(task.ai_model))
      throw new AppError('task_not_continuable');
  }
  if (assets.size === 0) return [];
  const found = await parts.assets.findOwned(userId, [...assets.values()]);
  return [...assets.values()].map((id) => {
    const asset = found.find((each) => each.id === id);
    if (!asset) throw new AppError('input_not_found');
    return asset;
  });
}

/** A task's inputs without those that a parameter names. */
export function ordinaryInputIds(row: TaskRow, schema: ParameterSchema): string[] {
  const { assets } = referencesIn(schema, JSON.parse(row.input_parameters));
  const ids = inputIdsOf(row);
  return ids.slice(0, Math.max(0, ids.length - assets.size));
}
