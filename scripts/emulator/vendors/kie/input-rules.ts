/** What may stand in one field of an order. */
export interface InputRule {
  /** `links` is a list of addresses. */
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'link' | 'links';
  readonly required?: true;
  readonly values?: readonly (string | number)[];
  /** Of numbers the value, of texts the characters, of lists the entries. */
  readonly minimum?: number;
  readonly maximum?: number;
}
export type InputRules = Readonly<Record<string, InputRule>>;

export const text = (maximum: number): InputRule => ({ type: 'string', maximum });
export const words = (maximum: number): InputRule => ({
  type: 'string',
  required: true,
  minimum: 1,
  maximum,
});
export const one = (...values: string[]): InputRule => ({ type: 'string', values });
export const number = (minimum: number, maximum: number): InputRule => ({ type: 'number', minimum, maximum });
export const integer = (minimum: number, maximum: number): InputRule => ({
  type: 'integer',
  minimum,
  maximum,
});
export const FLAG: InputRule = { type: 'boolean' };
export const LINK: InputRule = { type: 'link', required: true };
export const MAYBE_LINK: InputRule = { type: 'link' };
export const links = (maximum: number): InputRule => ({ type: 'links', required: true, minimum: 1, maximum });
export const maybeLinks = (maximum: number): InputRule => ({ type: 'links', maximum });
export const must = (rule: InputRule): InputRule => ({ ...rule, required: true });

/**
 * The first thing that is wrong with an input, in the vendor's manner; undefined when all is well. Fields that nobody
 * published are refused: what the vendor does with them is not known, and a misspelt one should be seen.
 */
export function problemOf(input: Readonly<Record<string, unknown>>, rules: InputRules): string | undefined {
  for (const [name, rule] of Object.entries(rules)) {
    const value = input[name];
    const isMissing = value === undefined || value === null || value === '';
    if (isMissing && rule.required) return `${name} is required`;
    if (!isMissing && !isFit(value, rule)) return `${name} is not within the range of allowed options`;
  }
  const stranger = Object.keys(input).find((name) => !Object.hasOwn(rules, name));
  return stranger === undefined ? undefined : `${stranger} is not a parameter of this model`;
}

function isFit(
  value: unknown,
  { type, values, minimum = 0, maximum = Number.MAX_VALUE }: InputRule,
): boolean {
  if (values && !values.includes(value as string)) return false;
  const isWithin = (size: number): boolean => size >= minimum && size <= maximum;
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'string') return typeof value === 'string' && isWithin([...value].length);
  if (type === 'link') return isLink(value);
  if (type === 'links') return Array.isArray(value) && isWithin(value.length) && value.every(isLink);
  const isNumber = type === 'integer' ? Number.isInteger(value) : typeof value === 'number';
  return isNumber && isWithin(Number(value));
}

const isLink = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
