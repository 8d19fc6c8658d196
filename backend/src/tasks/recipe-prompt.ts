import type { CatalogueEntry } from '../providers/catalogue.ts';
import type { TaskTypeDefinition } from './define-task-type.ts';

type Parameters = Readonly<Record<string, unknown>>;
type Recipe = Pick<TaskTypeDefinition, 'prompt'>;
type Form = Pick<CatalogueEntry, 'parameterSchema'>;

/**
 * The same parameters, with the recipe's words as prompt where the model works by words and the caller gave none, and
 * the recipe's setting under the model's own name where it has one. What the caller wrote himself is never touched.
 */
export function withRecipePrompt(parameters: Parameters, { prompt: recipe }: Recipe, form: Form): Parameters {
  const { properties } = form.parameterSchema;
  if (!recipe) return parameters;
  const { [recipe.setting]: setting, ...others } = parameters;
  const isKnown = Object.hasOwn(properties, recipe.setting);
  if (!Object.hasOwn(properties, 'prompt')) {
    const own = recipe.ownSetting;
    const isOwn = own && !isKnown && Object.hasOwn(properties, own.name) && !Object.hasOwn(others, own.name);
    if (!isOwn || typeof setting !== 'string') return parameters;
    return { ...others, [own.name]: own.values[setting] ?? setting };
  }
  if (hasOwnWords(parameters)) return parameters;
  const prompt = recipe.wordsFor(isWord(setting) ? setting.trim() : undefined);
  return { ...(isKnown ? parameters : others), prompt };
}

/**
 * Whether the model would do its work as if the caller had not given the recipe's setting: it has no such setting, and
 * the recipe's words do not speak of it.
 */
export function losesSetting(parameters: Parameters, { prompt: recipe }: Recipe, form: Form): boolean {
  const { properties } = form.parameterSchema;
  if (!recipe || !Object.hasOwn(parameters, recipe.setting) || Object.hasOwn(properties, recipe.setting)) {
    return false;
  }
  if (!Object.hasOwn(properties, 'prompt') || hasOwnWords(parameters)) return false;
  return recipe.ignoresSetting === true || !isWord(parameters[recipe.setting]);
}

const hasOwnWords = ({ prompt }: Parameters): boolean => isWord(prompt);

const isWord = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
