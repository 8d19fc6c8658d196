import type { Catalogue, CatalogueEntry } from '../providers/catalogue.ts';
import type { Connections } from '../providers/connection.ts';
import type { TaskType } from './task-types.ts';

type Places = Pick<Connections, 'placeOf'>;

/** Models as the operator has ordered providers and models; those left equal stay as they are. */
export function inOperatorsOrder(entries: readonly CatalogueEntry[], places: Places): CatalogueEntry[] {
  return sorted(entries, places, () => 0);
}

/** A recipe's models, the one to choose first: those of the preferred provider, then as the operator has ordered them. */
export function candidatesOf(
  { models }: Pick<TaskType, 'models'>,
  catalogue: Catalogue,
  places: Places,
): CatalogueEntry[] {
  const entries = models.flatMap((slug) => catalogue.get(slug) ?? []);
  return sorted(entries, places, ({ isPreferred }) => Number(!isPreferred));
}

function sorted(
  entries: readonly CatalogueEntry[],
  places: Places,
  rankOf: (place: ReturnType<Places['placeOf']>) => number,
): CatalogueEntry[] {
  return entries
    .map((entry) => ({ entry, place: places.placeOf(entry.provider.slug, entry.model.slug) }))
    .sort(
      ({ place: one }, { place: other }) =>
        rankOf(one) - rankOf(other) ||
        one.providerOrder - other.providerOrder ||
        one.modelOrder - other.modelOrder,
    )
    .map(({ entry }) => entry);
}
