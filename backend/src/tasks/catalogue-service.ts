import type { CatalogueModel, CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import type { Database } from '../db/database.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { TaskTypes } from './task-types.ts';
import { typicalSeconds } from './typical-seconds.ts';

/** Shows the catalogue as callers see it. */
export class CatalogueService {
  readonly #catalogue: Catalogue;
  readonly #taskTypes: TaskTypes;
  readonly #database: Database;

  constructor(parts: { catalogue: Catalogue; taskTypes: TaskTypes; database: Database }) {
    this.#catalogue = parts.catalogue;
    this.#taskTypes = parts.taskTypes;
    this.#database = parts.database;
  }

  taskTypes(): readonly CatalogueTaskType[] {
    return [...this.#taskTypes.values()].map(({ slug, label, description, models }) => ({
      slug,
      label,
      description,
      models,
      defaultModel: models.find((model) => this.#catalogue.has(model)) ?? null,
    }));
  }

  async models(): Promise<readonly CatalogueModel[]> {
    return Promise.all(
      [...this.#catalogue.values()].map(async ({ model, provider, parameterSchema }) => ({
        slug: model.slug,
        provider: provider.slug,
        label: model.label,
        description: model.description,
        outputType: model.outputType,
        parameters: parameterSchema,
        priceRule: model.priceRule,
        inputs: model.inputs,
        typicalSeconds: await typicalSeconds(this.#database, model.slug),
        available: true,
      })),
    );
  }
}
