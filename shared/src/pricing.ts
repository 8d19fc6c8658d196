/**
 * What a model costs, as data: whole credits, added up. At least one part must be positive.
 * `byParameter` adds the credits listed for the chosen value; a value that is not listed is an error, never free.
 */
export interface PriceRule {
  readonly base?: number;
  readonly perInput?: number;
  readonly perOutput?: number;
  readonly byParameter?: readonly {
    readonly parameter: string;
    readonly credits: Readonly<Record<string, number>>;
  }[];
}

export interface PriceFacts {
  readonly inputCount: number;
  readonly outputCount: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Thrown for a rule that would make work free or cost less than nothing. */
export class PriceRuleError extends Error {
  override readonly name = 'PriceRuleError';
}

function wholeCredits(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new PriceRuleError(`${what} must be whole credits, got ${value}`);
  return value;
}

/**
 * The price in whole credits. Page and server call this same function; the server's answer decides.
 * @throws PriceRuleError when the rule is malformed or the sum is not positive.
 */
export function priceOf(rule: PriceRule, facts: PriceFacts): number {
  let credits = wholeCredits(rule.base ?? 0, 'base');
  credits += wholeCredits(rule.perInput ?? 0, 'perInput') * facts.inputCount;
  credits += wholeCredits(rule.perOutput ?? 0, 'perOutput') * facts.outputCount;
  for (const { parameter, credits: table } of rule.byParameter ?? []) {
    const value = String(facts.parameters[parameter]);
    const extra = Object.hasOwn(table, value) ? table[value] : undefined;
    if (extra === undefined) throw new PriceRuleError(`no price for ${parameter} = ${value}`);
    credits += wholeCredits(extra, `${parameter} = ${value}`);
  }
  if (!Number.isSafeInteger(credits) || credits <= 0)
    throw new PriceRuleError(`the price must be positive, got ${credits}`);
  return credits;
}
