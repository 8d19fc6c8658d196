import type { CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import {
  type Icon,
  IconAdjustments,
  IconBackground,
  IconBrush,
  IconCrown,
  IconPhotoEdit,
  IconSparkles,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../../lib/locale.ts';
import classes from './recipe-choice.module.css';

/** Pictures for recipes that ship with Atelier; any other gets a general one. */
const ICONS: Readonly<Record<string, Icon>> = {
  basic_clean: IconSparkles,
  background_removal: IconBackground,
  color_enhancement: IconAdjustments,
  style_transfer: IconBrush,
};

interface RecipeChoiceProps {
  readonly recipes: readonly CatalogueTaskType[];
  readonly value: string;
  readonly onChange: (slug: string) => void;
}

/** Real radio buttons drawn as cards: arrow keys, forms and screen readers work by themselves. */
export function RecipeChoice({ recipes, value, onChange }: RecipeChoiceProps) {
  const { t } = useTranslation('catalogue');
  const locale = currentLocale();
  const chosen = recipes.find((recipe) => recipe.slug === value);
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>{t('recipe')}</legend>
      <div className={classes.cards}>
        {recipes.map(({ slug, label, unavailableReason, needsMembership }) => {
          const RecipeIcon = ICONS[slug] ?? IconPhotoEdit;
          return (
            <label
              key={slug}
              className={classes.card}
              data-unavailable={unavailableReason !== null || undefined}
            >
              <input
                type="radio"
                name="recipe"
                className={classes.radio}
                value={slug}
                checked={slug === value}
                disabled={unavailableReason !== null}
                onChange={() => onChange(slug)}
              />
              <RecipeIcon size={22} stroke={1.5} aria-hidden />
              <span className={classes.name}>
                {label[locale]}
                {unavailableReason !== null && (
                  <span className={classes.why}> {t(`why.${unavailableReason}`)}</span>
                )}
              </span>
              {needsMembership && (
                <span className={classes.members} title={t('membersOnly')}>
                  <IconCrown size={16} stroke={1.75} aria-hidden />
                  <span className={classes.hidden}>{t('membersOnly')}</span>
                </span>
              )}
            </label>
          );
        })}
      </div>
      {chosen && <p className={classes.description}>{chosen.description[locale]}</p>}
    </fieldset>
  );
}
