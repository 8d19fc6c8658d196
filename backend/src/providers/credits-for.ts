import { CREDIT_COST_USD } from '@atelier/shared/pricing';

/** Beside the vendor's cost a price pays for keeping and carrying the result. */
export const PRICE_MARGIN = 1.5;

/** The price of what costs us so much at a vendor, in US dollars: whole credits, at least one, never below cost. */
export const creditsFor = (usd: number): number =>
  // Rounded first, so that a sum of decimal fractions does not cost a credit more.
  Math.max(1, Math.ceil(Number(((usd * PRICE_MARGIN) / CREDIT_COST_USD).toFixed(6))));
