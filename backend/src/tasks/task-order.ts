import { priceOf } from '@atelier/shared/pricing';
import { AppError } from '../lib/app-error.ts';
import { fieldProblemsOf } from '../lib/field-problems.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import type { TaskTypes } from './task-types.ts';

/** What a caller asks for, before anything is known to be right. */
export interface OrderRequest {
  readonly taskType: string;
  readonly model?: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputCount: number;
}

/** The same, checked and priced by the server. */
export interface Order {
  readonly taskType: string;
  readonly entry: CatalogueEntry;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly priceCredits: number;
}

/** Turns wishes into orders. Nothing a caller sends can change a price other than by choosing something else. */
export class OrderDesk {
  readonly #catalogue: Catalogue;
  readonly #taskTypes: TaskTypes;

  constructor(catalogue: Catalogue, taskTypes: TaskTypes) {
    this.#catalogue = catalogue;
    this.#taskTypes = taskTypes;
  }

  /** @throws AppError task_type_unknown, model_unknown, model_unavailable, parameters_invalid, files_missing, files_too_many. */
  take(request: OrderRequest): Order {
    const taskType = this.#taskTypes.get(request.taskType);
    if (!taskType) throw new AppError('task_type_unknown', { taskType: request.taskType });
    const slug = request.model ?? taskType.models[0];
    if (slug === undefined) throw new AppError('model_unavailable');
    const entry = taskType.models.includes(slug) ? this.#catalogue.get(slug) : undefined;
    if (!entry) throw new AppError('model_unknown', { model: slug });

    const { min, max } = entry.model.inputs;
    if (request.inputCount < min) throw new AppError('files_missing');
    if (request.inputCount > max) throw new AppError('files_too_many', { limit: max });
    const parsed = entry.model.parameters.safeParse(request.parameters);
    if (!parsed.success) {
      const problems = fieldProblemsOf(parsed.error);
      const detail = problems.map((problem) => `${problem.field}: ${problem.message}`).join('; ');
      throw new AppError('parameters_invalid', { detail }, { fieldProblems: problems });
    }
    const outputCount = entry.model.outputCount(parsed.data, request.inputCount);
    const priceCredits = priceOf(entry.model.priceRule, {
      inputCount: request.inputCount,
      outputCount,
      parameters: parsed.data,
    });
    return { taskType: taskType.slug, entry, parameters: parsed.data, priceCredits };
  }
}
