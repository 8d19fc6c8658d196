import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Locale } from '@atelier/shared/locales';
import type { ParameterProperty } from '@atelier/shared/parameter-form';

export interface ParameterWords {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** A CSS color to show beside the value. */
  readonly swatch: string | undefined;
}

interface Wording {
  readonly locale: Locale;
  readonly on: string;
  readonly off: string;
  readonly formatNumber: (value: number) => string;
}

function valueInWords(value: unknown, property: ParameterProperty | undefined, wording: Wording): string {
  const option = property?.options?.[String(value)];
  if (option) return option[wording.locale];
  if (typeof value === 'boolean') return value ? wording.on : wording.off;
  if (typeof value === 'number') {
    const unit = property?.unit;
    if (!unit) return wording.formatNumber(value);
    return unit === '%' || unit === '°'
      ? `${wording.formatNumber(value)}${unit}`
      : `${wording.formatNumber(value)} ${unit}`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * A task's parameters as its form showed them. Parameters the model no longer has keep their plain name, so that an
 * old task never hides what it was made with. Texts left empty are left out.
 */
export function parametersInWords(
  parameters: Readonly<Record<string, unknown>>,
  model: CatalogueModel | undefined,
  wording: Wording,
): readonly ParameterWords[] {
  const said = Object.entries(parameters).filter(([, value]) => value !== '');
  return said.map(([name, value]) => {
    const property = model?.parameters.properties[name];
    return {
      name,
      label: property?.label[wording.locale] ?? name,
      value: valueInWords(value, property, wording),
      swatch: property?.control === 'color' && typeof value === 'string' ? value : undefined,
    };
  });
}
