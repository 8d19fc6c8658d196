import type { CatalogueModel, CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useModels, useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { fitValues, type ParameterValues } from '../../features/catalogue/parameter-values.ts';
import type { PriceQuestion } from '../../features/catalogue/use-price.ts';
import type { Draft, RecipeDraft } from './draft.ts';
import { readSettingsLink, withoutSettings } from './settings-link.ts';

export interface RecipeState {
  readonly recipes: readonly CatalogueTaskType[];
  /** The recipe's models that can run now. */
  readonly models: readonly CatalogueModel[];
  /** Undefined while the catalogue is on its way or nothing can run. */
  readonly chosen: PriceQuestion | undefined;
  readonly isPending: boolean;
  /** Why there is no catalogue. */
  readonly error: unknown;
  /** Whether the catalogue could not be brought up to date. */
  readonly isStale: boolean;
  readonly chooseRecipe: (slug: string) => void;
  readonly chooseModel: (slug: string) => void;
  readonly setParameters: (values: ParameterValues) => void;
  readonly retry: () => void;
}

const NONE: readonly never[] = [];

/** Recipes that work on pictures dropped here; those that can start from a prompt alone have their own page. */
const takesPictures = (recipe: CatalogueTaskType, models: readonly CatalogueModel[]): boolean => {
  const candidates = models.filter(({ slug }) => recipe.models.includes(slug));
  return candidates.length > 0 && candidates.every(({ inputs }) => inputs.min > 0);
};

/** The kept choices, with what a link to the studio asks for on top. */
function withLink(kept: RecipeDraft, search: URLSearchParams): RecipeDraft {
  const link = readSettingsLink(search);
  if (!link) return kept;
  const { taskType, model, parameters } = link;
  return {
    recipeSlug: taskType,
    modelSlugs: model ? { ...kept.modelSlugs, [taskType]: model } : kept.modelSlugs,
    values: model ? { ...kept.values, [model]: parameters } : kept.values,
  };
}

/** The choices, begun from the draft and the link, kept in the draft. A link counts once: then the address is cleaned. */
function useChoices(draft: Draft) {
  const [search, setSearch] = useSearchParams();
  const [choices, setChoices] = useState(() => withLink(draft.recipe, search));
  const hasLink = readSettingsLink(search) !== undefined;

  useEffect(() => {
    if (hasLink) setSearch(withoutSettings, { replace: true });
  }, [hasLink, setSearch]);
  useEffect(() => {
    draft.recipe = choices;
  }, [draft, choices]);

  return [choices, setChoices] as const;
}

/** Which recipe, model and parameters are chosen. Parameters are kept per model. */
export function useRecipe(draft: Draft): RecipeState {
  const taskTypes = useTaskTypes();
  const catalogue = useModels();
  const [{ recipeSlug, modelSlugs, values }, setChoices] = useChoices(draft);

  const allModels = catalogue.data ?? NONE;
  const recipes = useMemo(
    () => (taskTypes.data ?? NONE).filter((recipe) => takesPictures(recipe, allModels)),
    [taskTypes.data, allModels],
  );
  const runnable = recipes.filter(({ defaultModel }) => defaultModel);
  const recipe = runnable.find(({ slug }) => slug === recipeSlug) ?? runnable[0];
  const models = allModels.filter(({ slug, available }) => available && recipe?.models.includes(slug));
  const wanted = recipe && (modelSlugs[recipe.slug] ?? recipe.defaultModel);
  const model = models.find(({ slug }) => slug === wanted) ?? models[0];
  const kept = model && values[model.slug];

  const chosen = useMemo<PriceQuestion | undefined>(
    () =>
      recipe &&
      model && { taskType: recipe.slug, model, parameters: fitValues(model.parameters, kept ?? {}) },
    [recipe, model, kept],
  );

  const failure = taskTypes.error ?? catalogue.error;
  const isKnown = taskTypes.data !== undefined && catalogue.data !== undefined;
  return {
    recipes,
    models,
    chosen,
    isPending: taskTypes.isPending || catalogue.isPending,
    error: isKnown ? null : failure,
    isStale: isKnown && failure !== null,
    chooseRecipe: (slug) => setChoices((known) => ({ ...known, recipeSlug: slug })),
    chooseModel: (slug) =>
      recipe &&
      setChoices((known) => ({ ...known, modelSlugs: { ...known.modelSlugs, [recipe.slug]: slug } })),
    setParameters: (changed) =>
      model && setChoices((known) => ({ ...known, values: { ...known.values, [model.slug]: changed } })),
    retry: () => {
      void taskTypes.refetch();
      void catalogue.refetch();
    },
  };
}
