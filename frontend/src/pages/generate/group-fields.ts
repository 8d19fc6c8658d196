import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { ParameterProperty } from '@atelier/shared/parameter-form';
import type { ParameterValues } from '../../features/catalogue/parameter-values.ts';
import { pricedParameters } from '../../features/catalogue/priced-values.ts';

export interface FieldGroups {
  /** What nearly everybody decides. */
  readonly main: readonly string[];
  /** What is good as it is, folded away. */
  readonly advanced: readonly string[];
}

/** A form this short hides nothing. */
const SHORT_FORM = 4;
const SHAPE = /^(aspectRatio|size|imageSize|resolution|duration|quality|style|numberOfOutputs|scale|factor)$/;

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

/** The first required parameter that nothing was said for; undefined when the form can be sent. */
export function missingParameter(
  { parameters }: Pick<CatalogueModel, 'parameters'>,
  values: ParameterValues,
): string | undefined {
  return (parameters.required ?? []).find((name) => String(values[name] ?? '').trim() === '');
}
