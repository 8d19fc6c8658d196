import type { CatalogueModel, CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import type { ParameterSchema } from '@atelier/shared/parameter-form';
import { commonReason } from '@atelier/shared/unavailable-reasons';
import { AppError } from '../lib/app-error.ts';
import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import type { Connections } from '../providers/connection.ts';
import { candidatesOf, inOperatorsOrder } from './model-order.ts';
import { whyNotOrderable } from './task-order.ts';
import type { TaskTypes } from './task-types.ts';
import type { TypicalTimes } from './typical-seconds.ts';

/** Shows the catalogue as callers see it. */
export class CatalogueService {
  readonly #catalogue: Catalogue;
  readonly #taskTypes: TaskTypes;
  readonly #connections: Connections;
  readonly #typicalTimes: TypicalTimes;
  readonly #membershipRequired: boolean;

  constructor(parts: {
    catalogue: Catalogue;
    taskTypes: TaskTypes;
    connections: Connections;
    typicalTimes: TypicalTimes;
    /** Off: recipes for members are shown as open to all. */
    membershipRequired: boolean;
  }) {
    this.#catalogue = parts.catalogue;
    this.#connections = parts.connections;
    this.#taskTypes = parts.taskTypes;
    this.#typicalTimes = parts.typicalTimes;
    this.#membershipRequired = parts.membershipRequired;
  }

  taskTypes(): readonly CatalogueTaskType[] {
    return [...this.#taskTypes.values()].map((taskType) => {
      const { slug, label, description, needsMembership, prompt } = taskType;
      const candidates = candidatesOf(taskType, this.#catalogue, this.#connections).map((entry) => ({
        slug: entry.model.slug,
        reason: whyNotOrderable(entry, this.#connections),
      }));
      return {
        ...{ slug, label, description },
        models: candidates.map((one) => one.slug),
        defaultModel: candidates.find(({ reason }) => reason === null)?.slug ?? null,
        unavailableReason: commonReason(candidates.map(({ reason }) => reason)),
        needsMembership: this.#membershipRequired && (needsMembership ?? false),
        prompt: prompt?.wordsFor(undefined) ?? null,
      };
    });
  }

  /**
   * The recipe that offers a model, for doors whose callers name models alone, and the model's form. `generate` comes
   * first: it asks for nothing but what the form says. @throws AppError model_unknown
   */
  recipeOf(modelSlug: string): { taskType: string; parameterSchema: ParameterSchema } {
    const offering = [...this.#taskTypes.values()].filter(({ models }) => models.includes(modelSlug));
    const taskType = offering.find(({ slug }) => slug === 'generate') ?? offering[0];
    const entry = this.#catalogue.get(modelSlug);
    if (!taskType || !entry) throw new AppError('model_unknown', { model: modelSlug });
    return { taskType: taskType.slug, parameterSchema: entry.parameterSchema };
  }

  async models(): Promise<readonly CatalogueModel[]> {
    const entries = inOperatorsOrder([...this.#catalogue.values()], this.#connections);
    return Promise.all(entries.map((entry) => this.#present(entry)));
  }

  async #present(entry: CatalogueEntry): Promise<CatalogueModel> {
    const { model, provider, parameterSchema } = entry;
    const unavailableReason = whyNotOrderable(entry, this.#connections);
    return {
      slug: model.slug,
      provider: provider.slug,
      providerLabel: this.#connections.labelOf(provider.slug),
      label: model.label,
      description: model.description,
      outputType: model.outputType,
      functionTags: model.functionTags,
      featureTags: model.featureTags ?? [],
      life: {
        state: model.life?.state ?? 'active',
        since: model.life?.state === 'retired' ? model.life.since : null,
        successor: model.life?.state === 'retired' ? model.life.successor : null,
      },
      parameters: parameterSchema,
      priceRule: { ...model.priceRule, percent: this.#connections.pricePercentOf(model.slug) },
      inputs: {
        min: model.inputs.min,
        max: model.inputs.max,
        types: model.inputs.types ?? ['image'],
      },
      continues: model.continues ?? [],
      typicalSeconds: (await this.#typicalTimes.secondsOf(model.slug)) ?? model.expectedSeconds ?? null,
      available: unavailableReason === null,
      unavailableReason,
      emulated: this.#connections.find(provider.slug)?.isEmulated ?? false,
    };
  }
}
