import type { CatalogueModel, CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import { useMemo, useState } from 'react';
import { useModels, useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { fitValues, type ParameterValues } from '../../features/catalogue/parameter-values.ts';
import type { PriceQuestion } from '../../features/catalogue/use-price.ts';

export interface RecipeState {
  readonly recipes: readonly CatalogueTaskType[];
  /** The recipe's models that can run now. */
  readonly models: readonly CatalogueModel[];
  /** Undefined while the catalogue is on its way or nothing can run. */
  readonly chosen: PriceQuestion | undefined;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly chooseRecipe: (slug: string) => void;
  readonly chooseModel: (slug: string) => void;
  readonly setParameters: (values: ParameterValues) => void;
  readonly retry: () => void;
}

const NONE: readonly never[] = [];

/** Recipes made for pictures that are dropped here; those that start from a prompt have their own page. */
const takesPictures = (recipe: CatalogueTaskType, models: readonly CatalogueModel[]): boolean =>
  models.some((model) => recipe.models.includes(model.slug) && model.inputs.max > 0);

/** Which recipe, model and parameters are chosen. Parameters are kept per model while the page is open. */
export function useRecipe(): RecipeState {
  const taskTypes = useTaskTypes();
  const catalogue = useModels();
  const [recipeSlug, setRecipeSlug] = useState<string>();
  const [modelSlugs, setModelSlugs] = useState<Readonly<Record<string, string>>>({});
  const [values, setValues] = useState<Readonly<Record<string, ParameterValues>>>({});

  const allModels = catalogue.data ?? NONE;
  const recipes = useMemo(
    () => (taskTypes.data ?? NONE).filter((recipe) => takesPictures(recipe, allModels)),
    [taskTypes.data, allModels],
  );
  const recipe =
    recipes.find(({ slug }) => slug === recipeSlug) ?? recipes.find(({ defaultModel }) => defaultModel);
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

  return {
    recipes,
    models,
    chosen,
    isPending: taskTypes.isPending || catalogue.isPending,
    error: taskTypes.error ?? catalogue.error,
    chooseRecipe: setRecipeSlug,
    chooseModel: (slug) => recipe && setModelSlugs((known) => ({ ...known, [recipe.slug]: slug })),
    setParameters: (changed) => model && setValues((known) => ({ ...known, [model.slug]: changed })),
    retry: () => {
      void taskTypes.refetch();
      void catalogue.refetch();
    },
  };
}
