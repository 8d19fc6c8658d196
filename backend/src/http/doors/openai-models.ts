import type { OpenAiModel } from '@atelier/shared/contracts/openai-images';
import { AppError } from '../../lib/app-error.ts';
import type { Catalogue, CatalogueEntry } from '../../providers/catalogue.ts';
import type { Connections } from '../../providers/connection.ts';
import { isOrderable } from '../../tasks/task-order.ts';

/** What OpenAI's own clients call their models; ours are named after them. */
const PREFIX = 'openai-';
/** What OpenAI's documentation calls the model of a request without one. */
const DEFAULT_NAME = 'gpt-image-1';
/** Under these names answers hold links unless base64 is asked for; newer models know base64 alone. */
const LINK_NAMES = /^(openai-)?dall-e-/;

/** The models of this door: all that make pictures, by slug, and OpenAI's by their own names. */
export class OpenAiModels {
  readonly #catalogue: Catalogue;
  readonly #connections: Connections;

  constructor({ models, connections }: { models: Catalogue; connections: Connections }) {
    this.#catalogue = models;
    this.#connections = connections;
  }

  /**
   * The slug behind a name. A name of OpenAI's whose model is retired means the one that came after it, so that programs
   * outlive models; a slug means itself. @throws AppError model_unknown
   */
  slugOf(name: string = DEFAULT_NAME): string {
    const entry = this.#named(name) ?? this.#successorOf(`${PREFIX}${name}`);
    if (!entry) throw new AppError('model_unknown', { model: name });
    return entry.model.slug;
  }

  /** How pictures come when the caller does not say. */
  formatOf(name: string = DEFAULT_NAME): 'b64_json' | 'url' {
    return LINK_NAMES.test(name) ? 'url' : 'b64_json';
  }

  /** Every name that can be ordered now. */
  list(): OpenAiModel[] {
    const slugs = [...this.#catalogue.keys()];
    const names = slugs.filter((slug) => slug.startsWith(PREFIX)).map((slug) => slug.slice(PREFIX.length));
    return [...slugs, ...names].sort().flatMap((name) => this.#present(name) ?? []);
  }

  /** @throws AppError model_unknown, also for a model that cannot be ordered now. */
  get(name: string): OpenAiModel {
    const model = this.#present(name);
    if (!model) throw new AppError('model_unknown', { model: name });
    return model;
  }

  #present(name: string): OpenAiModel | undefined {
    const entry = this.#named(name) ?? this.#successorOf(`${PREFIX}${name}`);
    if (!entry || !isOrderable(entry.model.slug, this.#catalogue, this.#connections)) return undefined;
    return { id: name, object: 'model', created: 0, owned_by: entry.provider.slug };
  }

  #named(slug: string): CatalogueEntry | undefined {
    const entry = this.#catalogue.get(slug);
    return entry?.model.outputType === 'image' ? entry : undefined;
  }

  #successorOf(slug: string): CatalogueEntry | undefined {
    const seen = new Set<string>();
    let entry = this.#named(slug);
    while (entry?.model.life?.state === 'retired') {
      const { successor } = entry.model.life;
      if (successor === null || seen.has(successor)) return entry;
      seen.add(successor);
      entry = this.#named(successor);
    }
    return entry;
  }
}
