import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ParameterValues } from '../../features/catalogue/parameter-values.ts';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { pricedValues } from './group-fields.ts';

/** A slider that is drawn asks once it rests. */
const REST_MS = 150;

/** What the order would cost, as the server says it. `isCurrent` is false while the figure is still that of other choices. */
export function useQuote(model: CatalogueModel, values: ParameterValues, inputCount: number) {
  const question = {
    taskType: 'generate',
    model: model.slug,
    parameters: pricedValues(model, values),
    inputCount,
  };
  const text = JSON.stringify(question);
  const [asked] = useDebouncedValue(text, REST_MS);
  const quote = useQuery({
    queryKey: queryKeys.quote({ asked }),
    queryFn: ({ signal }) => api.post('/api/quotes', { body: JSON.parse(asked), signal }),
    enabled: model.available,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    quote: quote.data,
    error: quote.error,
    isCurrent: asked === text && quote.isSuccess && !quote.isPlaceholderData,
  };
}
