import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { ParameterProperty } from '@atelier/shared/parameter-form';
import type { ParameterValues } from '../../features/catalogue/parameter-values.ts';

export interface FieldGroups {
  /** What nearly everybody decides. */
  readonly main: readonly string[];
  /** What is good as it is, folded away. */
  readonly advanced: readonly string[];
}

/** A form this short hides nothing. */
const SHORT_FORM = 4;
const SHAPE = /^(aspectRatio|size|imageSize|resolution|duration|quality|style|numberOfOutputs|scale|factor)$/;

/** Names of the parameters a model's price hangs on. */
function pricedParameters({ priceRule }: Pick<CatalogueModel, 'priceRule'>): ReadonlySet<string> {
  const tables = (priceRule.byParameter ?? []).flatMap(({ parameter }) => parameter);
  return new Set([...tables, ...(priceRule.byQuantity ?? []).map(({ parameter }) => parameter)]);
}

const isTyped = ({ control, vendorOptions }: ParameterProperty): boolean =>
  control === 'textarea' || control === 'asset' || control === 'task' || vendorOptions === true;

/** Order of the main fields: what is said first, then what it is made of, then the rest in the model's own order. */
function rankOf(property: ParameterProperty): number {
  if (property.control === 'task') return 0;
  if (property.control === 'textarea') return 1;
  return property.control === 'asset' ? 2 : 3;
}

/** Splits a model's parameters into those everybody needs and those that are folded. */
export function groupFields(model: Pick<CatalogueModel, 'parameters' | 'priceRule'>): FieldGroups {
  const { properties, required = [] } = model.parameters;
  const priced = pricedParameters(model);
  const entries = Object.entries(properties);
  const isMain = ([name, property]: [string, ParameterProperty]): boolean =>
    required.includes(name) || isTyped(property) || priced.has(name) || SHAPE.test(name);
  const main = entries.length <= SHORT_FORM ? entries : entries.filter(isMain);
  const advanced = entries.filter((entry) => !main.includes(entry));
  return {
    main: main.toSorted(([, one], [, other]) => rankOf(one) - rankOf(other)).map(([name]) => name),
    advanced: advanced.map(([name]) => name),
  };
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

/** The first required parameter that nothing was said for; undefined when the form can be sent. */
export function missingParameter(
  { parameters }: Pick<CatalogueModel, 'parameters'>,
  values: ParameterValues,
): string | undefined {
  return (parameters.required ?? []).find((name) => String(values[name] ?? '').trim() === '');
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
