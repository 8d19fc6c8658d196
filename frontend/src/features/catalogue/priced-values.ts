import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { ParameterValues } from './parameter-values.ts';

/** Names of the parameters a model's price hangs on. */
export function pricedParameters({ priceRule }: Pick<CatalogueModel, 'priceRule'>): ReadonlySet<string> {
  const tables = (priceRule.byParameter ?? []).flatMap(({ parameter }) => parameter);
  return new Set([...tables, ...(priceRule.byQuantity ?? []).map(({ parameter }) => parameter)]);
}

/** What is sent: texts and references left empty are left out, except those the model must have. */
export function sentParameters(
  { parameters }: Pick<CatalogueModel, 'parameters'>,
  values: ParameterValues,
): ParameterValues {
  const required = parameters.required ?? [];
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== '' || required.includes(name)),
  );
}

/**
 * The parameters a price is asked for with. Texts count only where the price hangs on their length, so that writing a
 * prompt asks nothing; an empty one stands for itself being written.
 */
export function pricedValues(
  model: Pick<CatalogueModel, 'parameters' | 'priceRule'>,
  values: ParameterValues,
): ParameterValues {
  const priced = pricedParameters(model);
  return Object.fromEntries(
    Object.entries(sentParameters(model, values)).map(([name, value]) => {
      const control = model.parameters.properties[name]?.control;
      const isText = control === 'text' || control === 'textarea' || control === 'task';
      return [name, isText && (!priced.has(name) || value === '') ? 'x' : value];
    }),
  );
}
