import type { Task } from '@atelier/shared/contracts/task';

type Settings = Pick<Task, 'taskType' | 'model' | 'parameters'> & Partial<Pick<Task, 'inputs'>>;

/** The studio with this recipe and these settings already chosen, or the page of the model that took a free prompt. */
export function studioPathFor({ taskType, model, parameters, inputs = [] }: Settings): string {
  const text = JSON.stringify(parameters);
  if (taskType !== 'generate') return `/?${new URLSearchParams({ taskType, model, parameters: text })}`;
  // Pictures that a parameter names come with the parameters.
  const named = Object.values(parameters);
  const ids = inputs.map(({ id }) => id).filter((id) => !named.includes(id));
  const query = new URLSearchParams({ parameters: text, ...(ids.length > 0 && { inputs: ids.join(',') }) });
  return `/generate/${encodeURIComponent(model)}?${query}`;
}
