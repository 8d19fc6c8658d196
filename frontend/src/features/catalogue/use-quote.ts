import type { CatalogueModel, Quote } from '@atelier/shared/contracts/catalogue';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import type { ParameterValues } from './parameter-values.ts';
import { pricedValues } from './priced-values.ts';

/** A slider that is drawn asks once it rests. */
const REST_MS = 150;

export interface QuoteQuestion {
  readonly taskType: string;
  readonly model: CatalogueModel;
  readonly parameters: ParameterValues;
  readonly inputCount: number;
}

export interface QuoteState {
  readonly quote: Quote | undefined;
  readonly error: Error | null;
  /** False while the figure is still that of other choices. */
  readonly isCurrent: boolean;
  readonly retry: () => void;
}

/** What an order would cost, as the server says it. Asks nothing without a question. */
export function useQuote(question: QuoteQuestion | undefined): QuoteState {
  const text =
    question === undefined
      ? ''
      : JSON.stringify({
          taskType: question.taskType,
          model: question.model.slug,
          parameters: pricedValues(question.model, question.parameters),
          inputCount: question.inputCount,
        });
  const [asked] = useDebouncedValue(text, REST_MS);
  const quote = useQuery({
    queryKey: queryKeys.quote({ asked }),
    queryFn: ({ signal }) => api.post('/api/quotes', { body: JSON.parse(asked), signal }),
    enabled: text !== '' && asked !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    quote: quote.data,
    error: quote.error,
    isCurrent: asked === text && quote.isSuccess && !quote.isPlaceholderData,
    retry: () => void quote.refetch(),
  };
}
