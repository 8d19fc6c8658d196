import { priceOf } from '@atelier/shared/pricing';
import type { UnavailableReason } from '@atelier/shared/unavailable-reasons';
import type { TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { fieldProblemsOf } from '../lib/field-problems.ts';
import type { MediaType } from '../providers/adapter.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import type { Connections } from '../providers/connection.ts';
import type { InputLinks } from './input-links.ts';
import { candidatesOf } from './model-order.ts';
import { losesSetting, withRecipePrompt } from './recipe-prompt.ts';
import { ordinaryInputIds } from './referenced-inputs.ts';
import { inputIdsOf } from './task-reader.ts';
import type { TaskType, TaskTypes } from './task-types.ts';

/** What a caller asks for, before anything is known to be right. */
export interface OrderRequest {
  readonly taskType: string;
  readonly model?: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputCount: number;
  /** What the door makes; models that make something else are not chosen. Any when it is left out. */
  readonly outputType?: MediaType | undefined;
}

/** A model, and what became of an order when it was held against it. */
type Fit = { readonly entry: CatalogueEntry } & (
  | { readonly parameters: Readonly<Record<string, unknown>>; readonly refusal?: undefined }
  | { readonly parameters?: undefined; readonly refusal: AppError }
);

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
    const { entry, parameters, refusal } =
      request.model === undefined
        ? this.#bestFit(taskType, request)
        : this.#fit(this.#named(taskType.models, request.model), taskType, request);
    if (refusal) throw refusal;
    const { inputCount } = request;
    const outputCount = entry.model.outputCount(parameters, inputCount);
    const percent = this.#connections.pricePercentOf(entry.model.slug);
    const priceCredits = priceOf(
      { ...entry.model.priceRule, percent },
      { inputCount, outputCount, parameters },
    );
    const needsMembership = taskType.needsMembership ?? false;
    return { taskType: taskType.slug, entry, parameters, priceCredits, needsMembership };
  }

  /** The inputs a task was priced by. */
  inputCountOf(row: TaskRow): number {
    const entry = this.#catalogue.get(row.ai_model);
    return (entry ? ordinaryInputIds(row, entry.parameterSchema) : inputIdsOf(row)).length;
  }

  /**
   * The best candidate that can work now and takes the order as it is. When none takes it, the refusal of the one that
   * came nearest: it says what to change.
   */
  #bestFit(taskType: TaskType, request: OrderRequest): Fit {
    const available = candidatesOf(taskType, this.#catalogue, this.#connections)
      .filter((entry) => whyNotOrderable(entry, this.#connections) === null)
      .filter(({ model }) => request.outputType === undefined || model.outputType === request.outputType);
    const faithful = available.filter((entry) => !losesSetting(request.parameters, taskType, entry));
    let nearest: Fit | undefined;
    for (const entry of faithful.length > 0 ? faithful : available) {
      const fit = this.#fit(entry, taskType, request);
      if (!fit.refusal) return fit;
      if (!nearest || inputsAmiss(entry, request) < inputsAmiss(nearest.entry, request)) nearest = fit;
    }
    if (!nearest) throw new AppError('model_unavailable');
    return nearest;
  }

  /** The order's parameters as the model takes them, or why it does not take the order. */
  #fit(entry: CatalogueEntry, taskType: TaskType, request: OrderRequest): Fit {
    const { min, max } = entry.model.inputs;
    const { inputCount } = request;
    const refuse = (refusal: AppError): Fit => ({ entry, refusal });
    if (inputCount < min) return refuse(new AppError('files_missing'));
    if (inputCount > max) return refuse(new AppError('files_too_many', { limit: max }));
    const { fetchesInputs, slug } = entry.provider;
    if (inputCount > 0 && fetchesInputs && !this.#inputLinks.canGive(slug)) {
      return refuse(new AppError('inputs_not_public'));
    }
    const parsed = entry.model.parameters.safeParse(withRecipePrompt(request.parameters, taskType, entry));
    if (parsed.success) return { entry, parameters: parsed.data };
    const problems = fieldProblemsOf(parsed.error);
    const detail = problems.map((problem) => `${problem.field}: ${problem.message}`).join('; ');
    return refuse(new AppError('parameters_invalid', { detail }, { fieldProblems: problems }));
  }

  #named(slugs: readonly string[], slug: string): CatalogueEntry {
    const entry = slugs.includes(slug) ? this.#catalogue.get(slug) : undefined;
    if (!entry) throw new AppError('model_unknown', { model: slug });
    if (whyNotOrderable(entry, this.#connections) === null) return entry;
    const { life } = entry.model;
    if (life?.state === 'retired') {
      throw new AppError('model_retired', { model: slug, successor: life.successor ?? '-' });
    }
    throw new AppError('model_not_available', { model: slug });
  }
}

/** How many inputs an order has too many or too few for a model. */
function inputsAmiss({ model: { inputs } }: CatalogueEntry, { inputCount }: OrderRequest): number {
  return Math.max(0, inputs.min - inputCount, inputCount - inputs.max);
}

/** Why a model of the catalogue takes no new orders; null when it takes them. Work on this machine always goes on. */
export function whyNotOrderable(
  { model, provider }: CatalogueEntry,
  connections: Pick<Connections, 'whyUnavailable'>,
): UnavailableReason | null {
  return provider.connection === undefined ? null : connections.whyUnavailable(provider.slug, model.slug);
}
