import type { CatalogueModel, CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import type { ParameterSchema } from '@atelier/shared/parameter-form';
import type { Database } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { Connections } from '../providers/connection.ts';
import { isOrderable } from './task-order.ts';
import type { TaskTypes } from './task-types.ts';
import { typicalSeconds } from './typical-seconds.ts';

/** Shows the catalogue as callers see it. */
export class CatalogueService {
  readonly #catalogue: Catalogue;
  readonly #taskTypes: TaskTypes;
  readonly #connections: Connections;
  readonly #database: Database;
  readonly #membershipRequired: boolean;

  constructor(parts: {
    catalogue: Catalogue;
    taskTypes: TaskTypes;
    connections: Connections;
    database: Database;
    /** Off: recipes for members are shown as open to all. */
    membershipRequired: boolean;
  }) {
    this.#catalogue = parts.catalogue;
    this.#connections = parts.connections;
    this.#taskTypes = parts.taskTypes;
    this.#database = parts.database;
    this.#membershipRequired = parts.membershipRequired;
  }

  taskTypes(): readonly CatalogueTaskType[] {
    return [...this.#taskTypes.values()].map(
      ({ slug, label, description, models, needsMembership, prompt }) => ({
        slug,
        label,
        description,
        models,
        defaultModel: models.find((slug) => isOrderable(slug, this.#catalogue, this.#connections)) ?? null,
        needsMembership: this.#membershipRequired && (needsMembership ?? false),
        prompt: prompt?.wordsFor(undefined) ?? null,
      }),
    );
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
    return Promise.all(
      [...this.#catalogue.values()].map(async ({ model, provider, parameterSchema }) => ({
        slug: model.slug,
        provider: provider.slug,
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
        typicalSeconds: (await typicalSeconds(this.#database, model.slug)) ?? model.expectedSeconds ?? null,
        available: isOrderable(model.slug, this.#catalogue, this.#connections),
        emulated: this.#connections.find(provider.slug)?.isEmulated ?? false,
      })),
    );
  }
}
