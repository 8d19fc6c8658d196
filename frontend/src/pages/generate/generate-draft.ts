import { isParameterValue, type ParameterValues } from '../../features/catalogue/parameter-values.ts';

/** What somebody laid out for a model and has not started yet. */
export interface GenerateDraft {
  readonly values: ParameterValues;
  /** Reference pictures, by asset id. */
  readonly inputIds: readonly string[];
}

const EMPTY: GenerateDraft = { values: {}, inputIds: [] };

const keyOf = (accountId: string, slug: string): string => `atelier.generate.${accountId}.${slug}`;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What can be used of anything that was kept or came with a link. The model's schema decides about each value later. */
export function readDraft(parsed: unknown): GenerateDraft {
  if (!isRecord(parsed)) return EMPTY;
  const { values, inputIds } = parsed;
  return {
    values: isRecord(values)
      ? Object.fromEntries(
          Object.entries(values).filter((entry): entry is [string, ParameterValues[string]] =>
            isParameterValue(entry[1]),
          ),
        )
      : {},
    inputIds: Array.isArray(inputIds) ? inputIds.filter((id) => typeof id === 'string') : [],
  };
}

function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    console.warn('A kept or linked form cannot be read', error);
    return undefined;
  }
}

/** The draft of one model in this tab; it outlives a reload. */
export function loadDraft(accountId: string, slug: string): GenerateDraft {
  return readDraft(parse(sessionStorage.getItem(keyOf(accountId, slug))));
}

export function saveDraft(accountId: string, slug: string, draft: GenerateDraft): void {
  try {
    sessionStorage.setItem(keyOf(accountId, slug), JSON.stringify(draft));
  } catch (error) {
    // A full or forbidden storage costs the comfort of a reload, nothing else.
    console.warn('The form could not be kept', error);
  }
}

/** What a link asks for with `?parameters=<JSON>&inputs=<ids>`; undefined when it asks for nothing. */
export function draftOfLink(search: URLSearchParams): GenerateDraft | undefined {
  const parameters = search.get('parameters');
  const inputs = search.get('inputs');
  if (parameters === null && inputs === null) return undefined;
  return readDraft({ values: parse(parameters), inputIds: inputs ? inputs.split(',') : [] });
}
