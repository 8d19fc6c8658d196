import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { priceOf } from '@atelier/shared/pricing';
import { skipToken, useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import type { ParameterValues } from './parameter-values.ts';

export interface PriceQuestion {
  readonly taskType: string;
  readonly model: CatalogueModel;
  readonly parameters: ParameterValues;
}

/** Only the server knows how many results a model will deliver for these parameters. */
const isPricedByResult = (model: CatalogueModel): boolean => (model.priceRule.perOutput ?? 0) > 0;

/**
 * Whole credits for one picture, by the same rule the server uses; undefined while unknown. The server decides at
 * submit: it refuses with `price_changed` when this figure is not its own.
 */
export function usePricePerPicture(question: PriceQuestion | undefined): number | undefined {
  const mustAsk = question !== undefined && isPricedByResult(question.model);
  const quote = useQuery({
    queryKey: ['quotes', question?.taskType, question?.model.slug, question?.parameters],
    queryFn: mustAsk
      ? ({ signal }) => {
          const { taskType, model, parameters } = question;
          return api.post('/api/quotes', { body: { taskType, model: model.slug, parameters }, signal });
        }
      : skipToken,
  });
  if (!question) return undefined;
  if (mustAsk) return quote.data?.credits;
  return priceOf(question.model.priceRule, {
    inputCount: 1,
    outputCount: 0,
    parameters: question.parameters,
  });
}
