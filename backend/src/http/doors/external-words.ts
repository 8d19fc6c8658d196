import type {
  ExternalGenerationRequest,
  ExternalState,
  ExternalTask,
} from '@atelier/shared/contracts/external';
import type { Task } from '@atelier/shared/contracts/task';
import { ERRORS, type ErrorCode } from '@atelier/shared/errors';
import type { Locale } from '@atelier/shared/locales';
import type { ParameterSchema } from '@atelier/shared/parameter-form';
import type { TaskState } from '@atelier/shared/task-states';
import { AppError } from '../../lib/app-error.ts';
import type { FailureWords } from '../failure-words.ts';

/** Our words and those of seed D, section 9: translated here and nowhere else. */
const STATES: Readonly<Record<TaskState, ExternalState>> = {
  pending: 'PENDING',
  processing: 'PROCESSING',
  completed: 'SUCCESS',
  failed: 'FAILED',
  canceled: 'FAILED',
};

export const externalCodeOf = (code: string): string => code.toUpperCase();

/** The envelope stays, so that its fields mean the same at every door; the door's own object comes beside it. */
export const externalFailure: FailureWords = (failure, { code }) => ({
  ...failure,
  error: { code: externalCodeOf(code), message: failure.message },
});

/** Parameters as the model has them, and what was sent although it has no such setting. */
export interface TranslatedParameters {
  readonly parameters: Record<string, unknown>;
  readonly ignored: readonly string[];
}

/**
 * This door's clients know settings by the names vendors once used. A name is taken as it is, then in camel case; a
 * size in pixels becomes the nearest aspect ratio where the model knows only those. What is left is set aside, as the
 * documented checks did, and named in the answer. @throws AppError parameters_invalid for a number of results that the
 * model cannot make.
 */
export function translateOrder(
  { prompt, number_of_outputs, parameters = {} }: ExternalGenerationRequest,
  schema: ParameterSchema,
): TranslatedParameters {
  const known: Record<string, unknown> = {};
  const ignored: string[] = [];
  const has = (name: string): boolean => Object.hasOwn(schema.properties, name);
  for (const [name, value] of Object.entries(parameters)) {
    const target = [name, camelCase(name)].find(has);
    if (target !== undefined) known[target] = value;
    else if (name === 'size' && ratioFor(value, schema) !== undefined)
      known['aspectRatio'] = ratioFor(value, schema);
    else ignored.push(name);
  }
  if (prompt !== undefined) {
    const target = ['prompt', 'text'].find(has);
    if (target === undefined) ignored.push('prompt');
    else known[target] = prompt;
  }
  if (number_of_outputs !== undefined) {
    if (has('numberOfOutputs')) known['numberOfOutputs'] = number_of_outputs;
    else if (number_of_outputs !== 1) throw refuseNumber();
  }
  return { parameters: known, ignored };
}

function refuseNumber(): AppError {
  const message = 'this model cannot be asked for a number of results';
  return new AppError(
    'parameters_invalid',
    { detail: `number_of_outputs: ${message}` },
    { fieldProblems: [{ field: 'number_of_outputs', message }] },
  );
}

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** The choice of the model's aspect ratios that is nearest to a size such as `1792x1024`. */
function ratioFor(size: unknown, { properties }: ParameterSchema): string | undefined {
  const wanted = shapeOf(size, 'x');
  if (wanted === undefined) return undefined;
  let best: { ratio: string; distance: number } | undefined;
  for (const ratio of properties['aspectRatio']?.enum ?? []) {
    const shape = shapeOf(ratio, ':');
    if (shape === undefined) continue;
    const distance = Math.abs(Math.log(shape / wanted));
    if (best === undefined || distance < best.distance) best = { ratio: String(ratio), distance };
  }
  return best?.ratio;
}

/** Width over height. */
function shapeOf(text: unknown, separator: ':' | 'x'): number | undefined {
  const parts = String(text).split(separator).map(Number);
  const [width, height] = parts;
  if (parts.length !== 2 || !width || !height || !(width > 0 && height > 0)) return undefined;
  return width / height;
}

/** A task as this door shows it. `toLink` makes links that work outside the page. */
export function presentExternal(task: Task, locale: Locale, toLink: (url: string) => string): ExternalTask {
  return {
    taskId: task.id,
    status: STATES[task.status],
    results: [
      ...task.results.map(({ contentType, url }) => ({ type: typeOf(contentType), url: toLink(url) })),
      ...task.links.map(({ mediaType, url }) => ({ type: mediaType, url })),
    ],
    error: errorOf(task, locale),
  };
}

function typeOf(contentType: string): 'image' | 'video' | 'audio' {
  if (contentType.startsWith('video/')) return 'video';
  return contentType.startsWith('audio/') ? 'audio' : 'image';
}

function errorOf(task: Task, locale: Locale): ExternalTask['error'] {
  if (STATES[task.status] !== 'FAILED') return null;
  const code: ErrorCode = task.status === 'canceled' ? 'task_canceled' : 'internal_error';
  return {
    code: externalCodeOf(task.errorCode ?? code),
    message: task.error ?? ERRORS[code].text[locale],
  };
}
