import { type KeptSelection, keepSelection } from '../../components/use-picture-selection.ts';
import type { ParameterValues } from '../../features/catalogue/parameter-values.ts';

/** The choices of recipe, model and parameters, by slug. */
export interface RecipeDraft {
  readonly recipeSlug: string | undefined;
  readonly modelSlugs: Readonly<Record<string, string>>;
  /** By model. */
  readonly values: Readonly<Record<string, ParameterValues>>;
}

/** What one person laid out and has not started yet. */
export interface Draft {
  readonly accountId: string | undefined;
  readonly pictures: KeptSelection;
  recipe: RecipeDraft;
}

const startDraft = (accountId: string | undefined): Draft => ({
  accountId,
  pictures: keepSelection(),
  recipe: { recipeSlug: undefined, modelSlugs: {}, values: {} },
});

let draft = startDraft(undefined);

/** The tab's one draft. It outlives the page, so a look at the history or signing in again loses nothing; another person finds an empty table. */
export function draftOf(accountId: string | undefined): Draft {
  if (draft.accountId !== accountId) {
    draft.pictures.discard();
    draft = startDraft(accountId);
  }
  return draft;
}
