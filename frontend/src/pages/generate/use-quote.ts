import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { ParameterValues } from '../../features/catalogue/parameter-values.ts';
import { type QuoteState, useQuote as useServerQuote } from '../../features/catalogue/use-quote.ts';
import { useBalance } from '../../features/session/use-balance.ts';

/**
 * What the order would cost, as the server says it. A quote is kept and the credits move on, so what is left is
 * reckoned from the balance that live events keep fresh.
 */
export function useQuote(model: CatalogueModel, values: ParameterValues, inputCount: number): QuoteState {
  const state = useServerQuote(
    model.available ? { taskType: 'generate', model, parameters: values, inputCount } : undefined,
  );
  const { data: credits } = useBalance();
  const { quote } = state;
  if (!quote || !credits) return state;
  const balance = credits.credits;
  return { ...state, quote: { ...quote, balance, affordable: quote.credits <= balance } };
}
