import type { AccountValues } from './account-form.tsx';
import type { AccountField } from './field-errors.ts';

/** A sentence for every named field that is still empty. */
export function missingFields(
  fields: readonly AccountField[],
  values: AccountValues,
  sentence: string,
): Partial<AccountValues> {
  const missing = fields.filter((field) => values[field].trim() === '');
  return Object.fromEntries(missing.map((field) => [field, sentence]));
}
