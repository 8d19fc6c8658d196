import type { OpenAiOrder } from '@atelier/shared/contracts/openai-images';
import type { parametersSchema } from '@atelier/shared/contracts/task';
import type { ParameterSchema } from '@atelier/shared/parameter-form';
import type { z } from 'zod';
import { AppError } from '../../lib/app-error.ts';
import { type TranslatedParameters, translateOrder } from './external-words.ts';

type Parameters = z.output<typeof parametersSchema>;

/** Fields that are about the request, not about the picture. */
const ABOUT_THE_REQUEST = ['model', 'prompt', 'n', 'response_format', 'stream', 'partial_images', 'user'];
/** Settings that OpenAI documents. A model that lacks one goes on without it; anything else must be a setting it has. */
const DOCUMENTED = [
  'size',
  'quality',
  'background',
  'style',
  'moderation',
  'output_format',
  'output_compression',
  'input_fidelity',
  'prompt',
];
/** The same wish in the words of other generations of models. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  standard: ['medium'],
  hd: ['high'],
  low: ['standard'],
  medium: ['standard'],
  high: ['hd'],
  jpeg: ['jpg'],
};

/**
 * An order of this door in a model's own parameters. What the model decides by itself (`auto`) is left to it, a size it
 * does not have becomes the nearest of its own. @throws AppError parameters_invalid for a setting nobody knows and for
 * a number of pictures that the model cannot make.
 */
export function translateOpenAiOrder(order: OpenAiOrder, schema: ParameterSchema): TranslatedParameters {
  const wishes = Object.entries<Parameters[string] | undefined>(order).flatMap(([name, value]) => {
    if (ABOUT_THE_REQUEST.includes(name) || value === null || value === undefined) return [];
    const fitting = fit(name, value, schema);
    return fitting === undefined ? [] : [[name, fitting] as const];
  });
  const { prompt, n } = order;
  const known = translateOrder(
    { model_slug: '', ...(prompt !== undefined && { prompt }), parameters: Object.fromEntries(wishes) },
    schema,
  );
  const stranger = known.ignored.find((name) => !DOCUMENTED.includes(name));
  if (stranger !== undefined) throw refuse(stranger, 'this model has no such setting');
  const parameters = { ...known.parameters };
  if (Object.hasOwn(schema.properties, 'numberOfOutputs')) {
    if (typeof n === 'number') parameters['numberOfOutputs'] = n;
  } else if (typeof n === 'number' && n !== 1) {
    throw refuse('n', 'this model cannot be asked for a number of pictures');
  }
  return { parameters, ignored: known.ignored };
}

/** Texts of a form as what the model's settings are. What is no such thing stays a text and is refused by its schema. */
export function readFormFields(
  fields: Readonly<Record<string, unknown>>,
  schema: ParameterSchema,
): Record<string, unknown> {
  const numbers = ['n', 'output_compression', 'partial_images'];
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      if (numbers.includes(name) || property?.type === 'integer' || property?.type === 'number')
        return [name, asNumber(value)];
      if (name === 'stream' || property?.type === 'boolean') return [name, asBoolean(value)];
      return [name, value];
    }),
  );
}

const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
const asBoolean = (value: unknown): unknown =>
  value === 'true' || value === 'false' ? value === 'true' : value;

function fit(
  name: string,
  value: Parameters[string],
  { properties }: ParameterSchema,
): Parameters[string] | undefined {
  const own = name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const property = [name, own].find((each) => Object.hasOwn(properties, each));
  const choices = property === undefined ? undefined : properties[property]?.enum;
  if (typeof value !== 'string' || choices?.includes(value)) return value;
  if (value === 'auto' && DOCUMENTED.includes(name)) return undefined;
  if (!choices) return value;
  if (name === 'size') return nearestSize(value, choices) ?? value;
  const others = Object.hasOwn(OTHER_WORDS, value) ? OTHER_WORDS[value] : undefined;
  return others?.find((word) => choices.includes(word)) ?? value;
}

function nearestSize(wanted: string, choices: readonly (string | number)[]): string | undefined {
  const shape = shapeOf(wanted);
  if (shape === undefined) return undefined;
  const known = choices.flatMap((choice) => {
    const its = shapeOf(String(choice));
    return its === undefined ? [] : [{ choice: String(choice), distance: Math.abs(Math.log(its / shape)) }];
  });
  return known.sort((one, other) => one.distance - other.distance)[0]?.choice;
}

/** Width over height of a text such as `1536x1024`. */
function shapeOf(size: string): number | undefined {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size)?.map(Number) ?? [];
  return width && height ? width / height : undefined;
}

function refuse(field: string, message: string): AppError {
  return new AppError(
    'parameters_invalid',
    { detail: `${field}: ${message}` },
    { fieldProblems: [{ field, message }] },
  );
}
