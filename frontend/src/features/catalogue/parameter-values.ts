import type { ParameterProperty, ParameterSchema } from '@atelier/shared/parameter-form';

export type ParameterValue = string | number | boolean;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

export const isParameterValue = (value: unknown): value is ParameterValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** What a field starts with: the schema's default, else the first thing that fits. */
function firstValue(property: ParameterProperty): ParameterValue {
  if (isParameterValue(property.default)) return property.default;
  if (property.enum?.[0] !== undefined) return property.enum[0];
  if (property.type === 'boolean') return false;
  if (property.type === 'number' || property.type === 'integer') return property.minimum ?? 0;
  return property.control === 'color' ? '#ffffff' : '';
}

/** A number that the model chooses by itself when nobody says one, such as a seed. It is not sent then. */
export function mayBeUnset(property: ParameterProperty): boolean {
  return property.control === 'number' && property.default === undefined;
}

/** Keeps what was chosen where the schema still allows it, so changing the recipe and back loses nothing. */
export function fitValues(schema: ParameterSchema, kept: ParameterValues): ParameterValues {
  const entries = Object.entries(schema.properties).flatMap(([name, property]) => {
    const value = kept[name];
    if (value !== undefined && fits(property, value)) return [[name, value] as const];
    return mayBeUnset(property) ? [] : [[name, firstValue(property)] as const];
  });
  return Object.fromEntries(entries);
}

const HEX_COLOR = /^#[0-9a-f]{6}$/i;

/** The value nearest to a number that the schema allows. */
export function nearestNumber({ type, minimum, maximum }: ParameterProperty, value: number): number {
  const within = Math.min(Math.max(value, minimum ?? value), maximum ?? Number.POSITIVE_INFINITY);
  return type === 'integer' ? Math.round(within) : within;
}

/** Whether the schema allows the value. */
export function fits(property: ParameterProperty, value: ParameterValue): boolean {
  if (property.enum) return property.enum.some((option) => option === value);
  if (property.type === 'boolean') return typeof value === 'boolean';
  if (property.type === 'number' || property.type === 'integer')
    return (
      typeof value === 'number' &&
      (property.type === 'number' || Number.isInteger(value)) &&
      value >= (property.minimum ?? Number.NEGATIVE_INFINITY) &&
      value <= (property.maximum ?? Number.POSITIVE_INFINITY)
    );
  if (property.control === 'color') return typeof value === 'string' && HEX_COLOR.test(value);
  return typeof value === 'string' && value.length <= (property.maxLength ?? Number.POSITIVE_INFINITY);
}
