import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { fitValues, type ParameterValues } from '../../features/catalogue/parameter-values.ts';
import { draftOfLink, type GenerateDraft, loadDraft, saveDraft } from './generate-draft.ts';

/** The form of a model: begun from the link or from what was kept, kept at every change. A link counts once. */
export function useDraft(accountId: string, model: CatalogueModel) {
  const [search, setSearch] = useSearchParams();
  const [draft, setDraft] = useState<GenerateDraft>(
    () => draftOfLink(search) ?? loadDraft(accountId, model.slug),
  );
  const linked = search.get('parameters') !== null || search.get('inputs') !== null;

  useEffect(() => {
    if (!linked) return;
    setSearch(
      (known) => {
        const rest = new URLSearchParams(known);
        rest.delete('parameters');
        rest.delete('inputs');
        return rest;
      },
      { replace: true },
    );
  }, [linked, setSearch]);
  useEffect(() => saveDraft(accountId, model.slug, draft), [accountId, model.slug, draft]);

  const values = useMemo(() => fitValues(model.parameters, draft.values), [model.parameters, draft.values]);
  const setValues = useCallback(
    (changed: ParameterValues) => setDraft((known) => ({ ...known, values: changed })),
    [],
  );
  const setInputIds = useCallback(
    (change: (ids: readonly string[]) => readonly string[]) =>
      setDraft((known) => ({ ...known, inputIds: change(known.inputIds) })),
    [],
  );
  return { values, inputIds: draft.inputIds, setDraft, setValues, setInputIds };
}
