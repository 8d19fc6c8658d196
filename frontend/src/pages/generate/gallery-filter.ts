import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { LOCALES } from '@atelier/shared/locales';

export const OUTPUT_TYPES = ['image', 'video', 'audio'] as const;
type OutputType = (typeof OUTPUT_TYPES)[number];

export interface GalleryFilter {
  readonly output: OutputType | undefined;
  readonly provider: string | undefined;
  readonly does: string | undefined;
  readonly search: string;
}

/** Reads `?output=&provider=&does=&q=`; what does not fit is as good as not said. */
export function readGalleryFilter(search: URLSearchParams): GalleryFilter {
  return {
    output: OUTPUT_TYPES.find((type) => type === search.get('output')),
    provider: search.get('provider') ?? undefined,
    does: search.get('does') ?? undefined,
    search: search.get('q') ?? '',
  };
}

export function writeGalleryFilter({ output, provider, does, search }: GalleryFilter): URLSearchParams {
  const entries = Object.entries({ output, provider, does, q: search || undefined });
  return new URLSearchParams(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function wordsOf(model: CatalogueModel): string {
  const { slug, provider, providerLabel, label, description } = model;
  const texts = LOCALES.flatMap((locale) => [label[locale], description[locale], providerLabel[locale]]);
  return [slug, provider, ...texts].join(' ').toLowerCase();
}

/** Models that fit all that is chosen; every word of the search must be found, in either language. */
export function filterModels(
  models: readonly CatalogueModel[],
  { output, provider, does, search }: GalleryFilter,
): readonly CatalogueModel[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    if (output && model.outputType !== output) return false;
    if (provider && model.provider !== provider) return false;
    if (does && !model.functionTags.includes(does)) return false;
    const words = wanted.length > 0 ? wordsOf(model) : '';
    return wanted.every((word) => words.includes(word));
  });
}

/** The values there are among models, each once, in order of first appearance. */
export function valuesOf(
  models: readonly CatalogueModel[],
  read: (model: CatalogueModel) => readonly string[],
): readonly string[] {
  return [...new Set(models.flatMap((model) => read(model)))];
}
