import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../lib/paths.ts';

export type Language = 'en' | 'zh-CN';
export const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];
/** Set for the stage `languages`, which tells every story in both. */
export const EVERY_LANGUAGE = 'BROWSER_TESTS_IN_EVERY_LANGUAGE';

/**
 * The languages a test file tells its story in. `npm test` tells most of them in one, to save minutes: the main job and
 * the pages everybody sees (story.test.ts, axe.test.ts) are always told in both, and no text is missing in either.
 */
export const languagesOf = (usual: Language): readonly Language[] =>
  process.env[EVERY_LANGUAGE] ? LANGUAGES : [usual];

interface Branch {
  readonly [key: string]: string | Branch;
}

/** Looks up one of the page's own texts, e.g. `studio:startMany` with `{ count: 2 }`. Throws when there is none. */
export type Texts = (key: string, values?: Readonly<Record<string, string | number>>) => string;

function readTexts(language: Language): Branch {
  const folder = join(ROOT, 'frontend/src/locales', language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name): [string, Branch] => [
      basename(name, '.json'),
      JSON.parse(readFileSync(join(folder, name), 'utf8')),
    ]),
  );
}

/** The texts as the page shows them, so that a better wording never breaks a test. */
export function textsOf(language: Language): Texts {
  const texts = readTexts(language);
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const find = (path: readonly string[]): string | undefined => {
    let found: string | Branch | undefined = texts;
    for (const part of path) found = typeof found === 'object' ? found[part] : undefined;
    return typeof found === 'string' ? found : undefined;
  };
  return (key, values = {}) => {
    const path = key.split(/[:.]/);
    const last = path.pop() ?? '';
    const count = Number(values.count);
    const text = find([...path, last]) ?? find([...path, `${last}_${plurals.select(count)}`]);
    if (text === undefined) throw new Error(`${language} has no text ${key}`);
    return text.replace(/\{\{(\w+)(, number)?\}\}/g, (_, name: string, isNumber?: string) => {
      const value = values[name] ?? '';
      return isNumber ? numbers.format(Number(value)) : String(value);
    });
  };
}
