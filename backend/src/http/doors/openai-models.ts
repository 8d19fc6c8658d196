import type { OpenAiModel } from '@atelier/shared/contracts/openai-images';
import { AppError } from '../../lib/app-error.ts';
import type { Catalogue, CatalogueEntry } from '../../providers/catalogue.ts';
import type { Connections } from '../../providers/connection.ts';
import { whyNotOrderable } from '../../tasks/task-order.ts';

/** What OpenAI's own clients call their models; ours are named after them. */
const PREFIX = 'openai-';
/** What OpenAI's documentation calls the model of a request without one; OPENAI_MODEL may say another. */
const DEFAULT_NAME = 'gpt-image-1';
/** Under these names answers hold links unless base64 is asked for; newer models know base64 alone. */
const LINK_NAMES = /^(openai-)?dall-e-/;

/** The models of this door: all that make pictures, by slug, and OpenAI's by their own names. */
export class OpenAiModels {
  readonly #catalogue: Catalogue;
  readonly #connections: Connections;
  readonly #defaultName: string;

  constructor(parts: {
    models: Catalogue;
    connections: Connections;
    config: { readonly openAiModel: string | undefined };
  }) {
    this.#catalogue = parts.models;
    this.#connections = parts.connections;
    this.#defaultName = parts.config.openAiModel ?? DEFAULT_NAME;
  }

  /**
   * The slug behind a name. A name of OpenAI's whose model is retired means the one that came after it, so that programs
   * outlive models; a slug means itself. @throws AppError model_unknown
   */
  slugOf(name: string = this.#defaultName): string {
    const entry = pictureModelNamed(name, this.#catalogue);
    if (!entry) throw new AppError('model_unknown', { model: name });
    return entry.model.slug;
  }

  /** How pictures come when the caller does not say. */
  formatOf(name: string = this.#defaultName): 'b64_json' | 'url' {
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
    const entry = pictureModelNamed(name, this.#catalogue);
    if (!entry || whyNotOrderable(entry, this.#connections) !== null) return undefined;
    return { id: name, object: 'model', created: 0, owned_by: entry.provider.slug };
  }
}

/**
 * What a name means at this door: a slug means itself, OpenAI's own name of a retired model the one that came after it.
 * Undefined for what is unknown or makes no pictures.
 */
export function pictureModelNamed(name: string, catalogue: Catalogue): CatalogueEntry | undefined {
  return pictureModel(name, catalogue) ?? successorOf(`${PREFIX}${name}`, catalogue);
}

function pictureModel(slug: string, catalogue: Catalogue): CatalogueEntry | undefined {
  const entry = catalogue.get(slug);
  return entry?.model.outputType === 'image' ? entry : undefined;
}

function successorOf(slug: string, catalogue: Catalogue): CatalogueEntry | undefined {
  const seen = new Set<string>();
  let entry = pictureModel(slug, catalogue);
  while (entry?.model.life?.state === 'retired') {
    const { successor } = entry.model.life;
    if (successor === null || seen.has(successor)) return entry;
    seen.add(successor);
    entry = pictureModel(successor, catalogue);
  }
  return entry;
}
