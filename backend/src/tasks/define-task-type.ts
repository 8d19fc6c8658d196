import type { LocalizedText } from '@atelier/shared/locales';
import type { FunctionTag } from '../providers/define-model.ts';

/**
 * Candidates by what they can do, so that a new model joins by its own file alone: those named first, then all models
 * with at least one of these functions, in the order of the functions, the cheaper ones first.
 */
export interface ModelRule {
  readonly first?: readonly string[];
  readonly withFunction: readonly FunctionTag[];
  /** Leaves out models that also do one of these. */
  readonly withoutFunction?: readonly FunctionTag[];
  /** For recipes that work on what was dropped: leaves out models that can begin with nothing but a prompt. */
  readonly needsInput?: true;
}

/** Words for models that take a `prompt`. */
export interface RecipePrompt {
  /** The setting that it puts into words. */
  readonly setting: string;
  /** Pure. `value` is undefined when the caller left the setting out. */
  wordsFor(value: string | undefined): string;
  /** Set where the words are the same whatever the setting says. */
  readonly ignoresSetting?: true;
  /** For models without a prompt: what they call the setting, and their values for words that are not theirs. */
  readonly ownSetting?: { readonly name: string; readonly values: Readonly<Record<string, string>> };
}

/** A recipe a user picks. Each lives in its own file, `tasks/types/<slug>.ts`, as default export. */
export interface TaskTypeDefinition {
  /** Stable public name, as in `taskType` of POST /api/tasks. */
  readonly slug: string;
  readonly label: LocalizedText;
  readonly description: LocalizedText;
  /** Slugs of models that can do it, best first, or a rule; the first available one that takes the order is taken unless the user names one. */
  readonly models: readonly string[] | ModelRule;
  /**
   * What to tell a model that works by words, for callers who only choose a setting of the recipe (seed A, "buildPrompt").
   * The settings it uses are taken out where the model does not know them.
   */
  readonly prompt?: RecipePrompt;
  /** Only for people with a running membership, unless the operator opened it to all; see `acceptTask`. */
  readonly needsMembership?: true;
  /** Place in the list of recipes, ascending. */
  readonly order: number;
}

/** Identity with a type: keeps task type files free of annotations. */
export function defineTaskType(taskType: TaskTypeDefinition): TaskTypeDefinition {
  return taskType;
}
