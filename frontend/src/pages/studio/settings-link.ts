import { isParameterValue, type ParameterValues } from '../../features/catalogue/parameter-values.ts';

/** What a link to the studio asks for. Names and values are as they came: the catalogue decides what is used. */
export interface SettingsLink {
  readonly taskType: string;
  readonly model: string | undefined;
  readonly parameters: ParameterValues;
}

const NAMES = ['taskType', 'model', 'parameters'] as const;

/** The parameters that can be values at all; unreadable text is as good as none. */
function readParameters(text: string | null): ParameterValues {
  if (text === null) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    console.warn('The link has parameters that cannot be read', error);
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, ParameterValues[string]] =>
      isParameterValue(entry[1]),
    ),
  );
}

/** Reads `?taskType=<slug>&model=<slug>&parameters=<JSON>`; undefined when the address asks for nothing. */
export function readSettingsLink(search: URLSearchParams): SettingsLink | undefined {
  const taskType = search.get('taskType');
  if (!taskType) return undefined;
  return {
    taskType,
    model: search.get('model') ?? undefined,
    parameters: readParameters(search.get('parameters')),
  };
}

/** The same address without what `readSettingsLink` reads. */
export function withoutSettings(search: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams(search);
  for (const name of NAMES) rest.delete(name);
  return rest;
}
