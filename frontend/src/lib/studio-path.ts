import type { Task } from '@atelier/shared/contracts/task';

/** The studio with this recipe and these settings already chosen. */
export function studioPathFor(settings: Pick<Task, 'taskType' | 'model' | 'parameters'>): string {
  const { taskType, model, parameters } = settings;
  return `/?${new URLSearchParams({ taskType, model, parameters: JSON.stringify(parameters) })}`;
}
