import type { CatalogueEntry } from '../providers/catalogue.ts';
import type { TaskTypeDefinition } from './define-task-type.ts';

type Parameters = Readonly<Record<string, unknown>>;

/**
 * The same parameters, with the recipe's words as prompt where the model works by words and the caller gave none. What
 * the caller wrote himself is never touched.
 */
export function withRecipePrompt(
  parameters: Parameters,
  { prompt: recipe }: Pick<TaskTypeDefinition, 'prompt'>,
  { parameterSchema: { properties } }: Pick<CatalogueEntry, 'parameterSchema'>,
): Parameters {
  const hasOwnWords = typeof parameters['prompt'] === 'string' && parameters['prompt'].trim() !== '';
  if (!recipe || !Object.hasOwn(properties, 'prompt') || hasOwnWords) return parameters;
  const { [recipe.setting]: setting, ...others } = parameters;
  const prompt = recipe.wordsFor(typeof setting === 'string' ? setting : undefined);
  const isKnown = Object.hasOwn(properties, recipe.setting);
  return { ...(isKnown ? parameters : others), prompt };
}
