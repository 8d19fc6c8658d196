import type { ParameterSchema } from '@atelier/shared/parameter-form';
import { NativeSelect, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ParameterForm } from '../../features/catalogue/parameter-form.tsx';
import { RecipeChoice } from '../../features/catalogue/recipe-choice.tsx';
import { currentLocale } from '../../lib/locale.ts';
import classes from './recipe-panel.module.css';
import type { RecipeState } from './use-recipe.ts';

export function RecipePanel({ recipe }: { recipe: RecipeState }) {
  const { t } = useTranslation('studio');
  const { recipes, models, chosen, chooseRecipe, chooseModel, setParameters } = recipe;
  if (recipe.isPending) return <RecipeSkeleton />;
  if (!chosen) return <p className={classes.none}>{t('noRecipe')}</p>;
  const recipeWords = recipes.find(({ slug }) => slug === chosen.taskType)?.prompt;
  return (
    <div className={classes.panel}>
      <RecipeChoice recipes={recipes} value={chosen.taskType} onChange={chooseRecipe} />
      {models.length > 1 && (
        <NativeSelect
          label={t('model')}
          value={chosen.model.slug}
          data={models.map(({ slug, label }) => ({ value: slug, label: label[currentLocale()] }))}
          onChange={(event) => chooseModel(event.currentTarget.value)}
        />
      )}
      <ParameterForm
        key={chosen.model.slug}
        schema={withRecipeWords(
          chosen.model.parameters,
          recipeWords && t('recipeWords', { words: recipeWords }),
        )}
        values={chosen.parameters}
        onChange={setParameters}
      />
    </div>
  );
}

/** An empty prompt is filled by the server with the recipe's own words, so the field says which. */
function withRecipeWords(schema: ParameterSchema, words: string | null | undefined): ParameterSchema {
  const { prompt } = schema.properties;
  if (!prompt || !words) return schema;
  const placeholder = { en: words, 'zh-CN': words };
  return { ...schema, properties: { ...schema.properties, prompt: { ...prompt, placeholder } } };
}

/** The boxes the form will fill. */
function RecipeSkeleton() {
  return (
    <div className={classes.panel} aria-hidden="true">
      <Skeleton height={24} width={96} />
      <div className={classes.skeletonCards}>
        {[1, 2, 3, 4].map((card) => (
          <Skeleton key={card} height={56} />
        ))}
      </div>
      <Skeleton height={40} />
      <Skeleton height={56} />
    </div>
  );
}
