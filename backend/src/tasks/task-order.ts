import { priceOf } from '@atelier/shared/pricing';
import type { TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { fieldProblemsOf } from '../lib/field-problems.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import type { Connections } from '../providers/connection.ts';
import type { InputLinks } from './input-links.ts';
import { withRecipePrompt } from './recipe-prompt.ts';
import { ordinaryInputIds } from './referenced-inputs.ts';
import { inputIdsOf } from './task-reader.ts';
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
  /** Whether the recipe is for members alone. */
  readonly needsMembership: boolean;
}

/** Turns wishes into orders. Nothing a caller sends can change a price other than by choosing something else. */
export class OrderDesk {
  readonly #catalogue: Catalogue;
  readonly #taskTypes: TaskTypes;
  readonly #connections: Connections;
  readonly #inputLinks: Pick<InputLinks, 'canGive'>;

  constructor(
    catalogue: Catalogue,
    taskTypes: TaskTypes,
    connections: Connections,
    inputLinks: Pick<InputLinks, 'canGive'>,
  ) {
    this.#inputLinks = inputLinks;
    this.#catalogue = catalogue;
    this.#taskTypes = taskTypes;
    this.#connections = connections;
  }

  /** @throws AppError task_type_unknown, model_unknown, model_unavailable, parameters_invalid, files_missing, files_too_many, inputs_not_public. */
  take(request: OrderRequest): Order {
    const taskType = this.#taskTypes.get(request.taskType);
    if (!taskType) throw new AppError('task_type_unknown', { taskType: request.taskType });
    const entry =
      request.model === undefined
        ? this.#firstAvailable(taskType.models, request)
        : this.#named(taskType.models, request.model);
    const { min, max } = entry.model.inputs;
    if (request.inputCount < min) throw new AppError('files_missing');
    if (request.inputCount > max) throw new AppError('files_too_many', { limit: max });
    const { fetchesInputs, slug } = entry.provider;
    if (request.inputCount > 0 && fetchesInputs && !this.#inputLinks.canGive(slug)) {
      throw new AppError('inputs_not_public');
    }
    const parsed = entry.model.parameters.safeParse(withRecipePrompt(request.parameters, taskType, entry));
    if (!parsed.success) {
      const problems = fieldProblemsOf(parsed.error);
      const detail = problems.map((problem) => `${problem.field}: ${problem.message}`).join('; ');
      throw new AppError('parameters_invalid', { detail }, { fieldProblems: problems });
    }
    const outputCount = entry.model.outputCount(parsed.data, request.inputCount);
    const percent = this.#connections.pricePercentOf(entry.model.slug);
    const priceCredits = priceOf(
      { ...entry.model.priceRule, percent },
      {
        inputCount: request.inputCount,
        outputCount,
        parameters: parsed.data,
      },
    );
    const needsMembership = taskType.needsMembership ?? false;
    return { taskType: taskType.slug, entry, parameters: parsed.data, priceCredits, needsMembership };
  }

  /** The inputs a task was priced by. */
  inputCountOf(row: TaskRow): number {
    const entry = this.#catalogue.get(row.ai_model);
    return (entry ? ordinaryInputIds(row, entry.parameterSchema) : inputIdsOf(row)).length;
  }

  /** The best candidate that can work now; one whose form these parameters fit is preferred to one they do not. */
  #firstAvailable(slugs: readonly string[], request: OrderRequest): CatalogueEntry {
    const available = slugs
      .filter((slug) => isOrderable(slug, this.#catalogue, this.#connections))
      .flatMap((slug) => this.#catalogue.get(slug) ?? []);
    const fitting = available.find(({ model }) => model.parameters.safeParse(request.parameters).success);
    const entry = fitting ?? available[0];
    if (!entry) throw new AppError('model_unavailable');
    return entry;
  }

  #named(slugs: readonly string[], slug: string): CatalogueEntry {
    const entry = slugs.includes(slug) ? this.#catalogue.get(slug) : undefined;
    if (!entry) throw new AppError('model_unknown', { model: slug });
    if (isOrderable(slug, this.#catalogue, this.#connections)) return entry;
    const { life } = entry.model;
    if (life?.state === 'retired') {
      throw new AppError('model_retired', { model: slug, successor: life.successor ?? '-' });
    }
    throw new AppError('model_not_available', { model: slug });
  }
}

/** Whether a model takes new orders: it exists, is not switched off, and its provider can be reached. */
export function isOrderable(slug: string, catalogue: Catalogue, connections: Connections): boolean {
  const entry = catalogue.get(slug);
  if (!entry) return false;
  return entry.provider.connection === undefined || connections.isAvailable(entry.provider.slug, slug);
}
