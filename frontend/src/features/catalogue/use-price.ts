import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { priceOf } from '@atelier/shared/pricing';
import type { ParameterValues } from './parameter-values.ts';
import { useQuote } from './use-quote.ts';

export interface PriceQuestion {
  readonly taskType: string;
  readonly model: CatalogueModel;
  readonly parameters: ParameterValues;
}

export interface PricePerPicture {
  /** Whole credits; undefined while unknown. */
  readonly credits: number | undefined;
  /** False while the figure is still that of other choices. */
  readonly isCurrent: boolean;
  /** Why there is no price. */
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Only the server knows how many results a model will deliver for these parameters. */
const isPricedByResult = ({ priceRule }: CatalogueModel): boolean =>
  (priceRule.perOutput ?? 0) > 0 ||
  [...(priceRule.byParameter ?? []), ...(priceRule.byQuantity ?? [])].some(({ per }) => per === 'output');

/**
 * What one picture costs, by the same rule the server uses. The server decides at submit: it refuses with
 * `price_changed` when this figure is not its own.
 */
export function usePricePerPicture(question: PriceQuestion | undefined): PricePerPicture {
  const mustAsk = question !== undefined && isPricedByResult(question.model);
  const { quote, isCurrent, error, retry } = useQuote(mustAsk ? { ...question, inputCount: 1 } : undefined);
  if (mustAsk) return { credits: quote?.credits, isCurrent, error, retry };
  const credits =
    question &&
    priceOf(question.model.priceRule, { inputCount: 1, outputCount: 0, parameters: question.parameters });
  return { credits, isCurrent: credits !== undefined, error: null, retry };
}
