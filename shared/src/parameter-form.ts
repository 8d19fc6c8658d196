import { z } from 'zod';
import type { LocalizedText } from './locales.ts';

/**
 * `frames` holds some of the twelve poses, as `writeFrames` writes them. `asset` holds the id of one of the user's own files, `task` the id of a finished task to go on with; both are checked
 * against their owner before anything is made of them.
 */
export const PARAMETER_CONTROLS = [
  'segmented',
  'select',
  'slider',
  'switch',
  'color',
  'text',
  'textarea',
  'number',
  'frames',
  'asset',
  'task',
] as const;
export type ParameterControl = (typeof PARAMETER_CONTROLS)[number];

/**
 * How the page draws one parameter. Carried as zod metadata, so it reaches the page inside the JSON Schema of
 * `GET /api/models` and a new model needs no change in the page.
 */
export interface FieldHints {
  readonly label: LocalizedText;
  readonly help?: LocalizedText;
  /** A text per enum value. */
  readonly options?: Readonly<Record<string, LocalizedText>>;
  readonly control: ParameterControl;
  /** The provider keeps the list of what may be chosen: `GET /api/models/{slug}/options/{parameter}`. */
  readonly vendorOptions?: boolean;
  /** Shown in an empty text field. */
  readonly placeholder?: LocalizedText;
  /** Slider step; the unit shown behind the value. */
  readonly step?: number;
  readonly unit?: string;
}

/** Attaches the hints to a parameter. */
export function field<T extends z.ZodType>(schema: T, hints: FieldHints): T {
  return schema.meta({ ...hints });
}

/** One property of a model's parameter schema as the page receives it. */
export interface ParameterProperty extends FieldHints {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean';
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

/** The JSON Schema of a model's parameters: an object with one drawable property per parameter. */
export interface ParameterSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, ParameterProperty>>;
  readonly required?: readonly string[];
}

/** JSON Schema (draft 2020-12) of what a caller may send; parameters with a default are optional. */
export function toParameterSchema(schema: z.ZodObject): ParameterSchema {
  const json = z.toJSONSchema(schema, { io: 'input' }) as unknown as ParameterSchema;
  for (const [name, property] of Object.entries(json.properties)) {
    if (!property.label || !property.control) throw new Error(`parameter "${name}" has no form hints`);
  }
  return json;
}
