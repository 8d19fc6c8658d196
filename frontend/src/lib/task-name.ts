interface NamedTask {
  readonly id: string;
  readonly taskNo?: string;
  readonly inputs?: readonly { readonly name: string }[];
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Parameters in which people say what they want, most telling first. */
const TEXTS = ['prompt', 'text', 'backgroundPrompt', 'searchPrompt'] as const;
/** Lists show one line of it. */
const MAX_CHARACTERS = 120;

/** What a person would call a task: its picture's name, else the beginning of what was asked for, else its number. */
export function taskNameOf({ id, taskNo, inputs, parameters }: NamedTask): string {
  const [input] = inputs ?? [];
  if (input) return input.name;
  const text = TEXTS.map((name) => parameters?.[name]).find(
    (value): value is string => typeof value === 'string' && value.trim() !== '',
  );
  if (text === undefined) return taskNo ?? id;
  const line = [...text.trim().replace(/\s+/g, ' ')];
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS).join('')}…` : line.join('');
}
