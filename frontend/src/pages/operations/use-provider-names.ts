import { useModels } from '../../features/catalogue/catalogue-queries.ts';
import { currentLocale } from '../../lib/locale.ts';

/** What people call a provider, by its slug; the slug itself until the catalogue is there. */
export function useProviderNames(): (slug: string) => string {
  const { data: models } = useModels();
  return (slug) => models?.find(({ provider }) => provider === slug)?.providerLabel[currentLocale()] ?? slug;
}
