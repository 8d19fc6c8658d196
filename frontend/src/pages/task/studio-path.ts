import type { Task } from '@atelier/shared/contracts/task';

/** The studio with this task's recipe and settings already chosen. */
export function studioPathFor(task: Pick<Task, 'taskType' | 'model' | 'parameters'>): string {
  const query = new URLSearchParams({
    taskType: task.taskType,
    model: task.model,
    parameters: JSON.stringify(task.parameters),
  });
  return `/?${query}`;
}
