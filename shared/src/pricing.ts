/**
 * What something costs, as data: parts that are added up. A value that a table does not list is an error, never free.
 * Prices are in whole credits (`PriceRule`), vendors' costs in US dollars (`CostRule`).
 */
export interface CostRule {
  readonly base?: number;
  readonly perInput?: number;
  readonly perOutput?: number;
  /** Adds what is listed for the chosen value or values. */
  readonly byParameter?: readonly CostTable[];
  /** Adds an amount for every begun `unit` of a number's value (seconds) or a text's length (characters). */
  readonly byQuantity?: readonly CostPerQuantity[];
}
export interface CostTable {
  /** One parameter, or several whose values are joined by `|` in this order: `720p|5`. */
  readonly parameter: string | readonly string[];
  readonly credits: Readonly<Record<string, number>>;
  /** What the listed amount is for. Default: the task. */
  readonly per?: 'task' | 'input' | 'output';
}
export interface CostPerQuantity {
  readonly parameter: string;
  /** `length` counts the characters of a text (code points, as vendors bill them). Default: the value of a number. */
  readonly of?: 'value' | 'length';
  readonly unit: number;
  readonly credits: number;
  /** So much of it is in the rule's other parts already. Default 0. */
  readonly included?: number;
  readonly per?: 'task' | 'output';
}

/** What a model costs in whole credits. At least one part must be positive for every choice. */
export interface PriceRule extends CostRule {
  /** This installation's share of the sum, rounded up to whole credits. Default 100. */
  readonly percent?: number;
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

/** One credit stands for this much of a vendor's cost, in US dollars; no model is sold below it. */
export const CREDIT_COST_USD = 0.01;

/**
 * The sum of a rule's parts. Amounts may be fractions (dollars); nothing is rounded.
 * @throws PriceRuleError for a negative amount or a value without one.
 */
export function costOf(rule: CostRule, facts: PriceFacts): number {
  const times = { task: 1, input: facts.inputCount, output: facts.outputCount };
  let sum = amount(rule.base ?? 0, 'base');
  sum += amount(rule.perInput ?? 0, 'perInput') * facts.inputCount;
  sum += amount(rule.perOutput ?? 0, 'perOutput') * facts.outputCount;
  for (const { parameter, credits, per } of rule.byParameter ?? []) {
    const names = typeof parameter === 'string' ? [parameter] : parameter;
    const value = names.map((name) => String(facts.parameters[name])).join('|');
    const listed = Object.hasOwn(credits, value) ? credits[value] : undefined;
    if (listed === undefined) throw new PriceRuleError(`no price for ${names.join('|')} = ${value}`);
    sum += amount(listed, `${names.join('|')} = ${value}`) * times[per ?? 'task'];
  }
  for (const { parameter, of, unit, credits, included = 0, per } of rule.byQuantity ?? []) {
    const value = facts.parameters[parameter];
    const quantity = of === 'length' ? [...String(value ?? '')].length : numberOf(value, parameter);
    if (!(unit > 0)) throw new PriceRuleError(`the unit of ${parameter} must be positive, got ${unit}`);
    const units = Math.ceil(Math.max(0, quantity - amount(included, `included of ${parameter}`)) / unit);
    sum += units * amount(credits, `per ${unit} of ${parameter}`) * times[per ?? 'task'];
  }
  return sum;
}

/**
 * The price in whole credits. Page and server call this same function; the server's answer decides.
 * @throws PriceRuleError when the rule is malformed, names a fraction or the sum is not positive.
 */
export function priceOf(rule: PriceRule, facts: PriceFacts): number {
  const sum = costOf(rule, facts);
  const credits = rule.percent === undefined ? sum : Math.ceil((sum * rule.percent) / 100);
  if (!Number.isSafeInteger(sum) || !Number.isSafeInteger(credits))
    throw new PriceRuleError(`prices must be whole credits, got ${credits}`);
  if (credits <= 0) throw new PriceRuleError(`the price must be positive, got ${credits}`);
  return credits;
}

function amount(value: number, what: string): number {
  if (!Number.isFinite(value) || value < 0)
    throw new PriceRuleError(`${what} must not be negative, got ${value}`);
  return value;
}

function numberOf(value: unknown, parameter: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0)
    throw new PriceRuleError(`${parameter} = ${String(value)} cannot be counted`);
  return number;
}
