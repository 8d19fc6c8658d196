import { LOCALES } from '@atelier/shared/locales';
import { describe, expect, it } from 'vitest';
import { i18n } from '../lib/i18n.ts';
import { routes } from '../routes.tsx';
import { keysUsedIn } from '../testing/used-keys.ts';

type Tree = { readonly [key: string]: string | Tree };

const PLURAL = /_(zero|one|two|few|many|other)$/;
const en = import.meta.glob<Record<string, unknown>>('./en/*.json', { import: 'default', eager: true });
const zh = import.meta.glob<Record<string, unknown>>('./zh-CN/*.json', { import: 'default', eager: true });
const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** `namespace:path.to.key` → text, for one language. */
function flatten(files: Record<string, Record<string, unknown>>): Map<string, string> {
  const flat = new Map<string, string>();
  const walk = (tree: Tree, path: string): void => {
    for (const [key, value] of Object.entries(tree)) {
      const here = path.endsWith(':') ? `${path}${key}` : `${path}.${key}`;
      if (typeof value === 'string') flat.set(here, value);
      else walk(value, here);
    }
  };
  for (const [path, tree] of Object.entries(files))
    walk(tree as Tree, `${path.slice(path.lastIndexOf('/') + 1, -'.json'.length)}:`);
  return flat;
}

const flat = { en: flatten(en), 'zh-CN': flatten(zh) };
const baseOf = (key: string): string => key.replace(PLURAL, '');
const bases = (locale: 'en' | 'zh-CN'): Set<string> => new Set([...flat[locale].keys()].map(baseOf));

/** The placeholders of a text in all its plural forms. */
function placeholders(locale: 'en' | 'zh-CN', base: string): string[] {
  const forms = [...flat[locale]].filter(([key]) => baseOf(key) === base).map(([, text]) => text);
  const names = forms.flatMap((text) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? ''));
  return [...new Set(names)].toSorted();
}

describe('texts', () => {
  it('exist in every language, and no language has any more', () => {
    expect([...bases('zh-CN')].toSorted()).toEqual([...bases('en')].toSorted());
  });

  it('have the same placeholders in every language', () => {
    const differing = [...bases('en')].filter(
      (base) => placeholders('en', base).join() !== placeholders('zh-CN', base).join(),
    );
    expect(differing).toEqual([]);
  });

  it('have every plural form their language needs', () => {
    const missing = LOCALES.flatMap((locale) => {
      const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
      const counted = [...flat[locale].keys()].filter((key) => PLURAL.test(key)).map(baseOf);
      return counted.flatMap((base) =>
        needed
          .filter((form) => !flat[locale].has(`${base}_${form}`))
          .map((form) => `${locale} ${base}_${form}`),
      );
    });
    expect([...new Set(missing)]).toEqual([]);
  });

  it('write counts the way their readers write numbers', () => {
    const bare = LOCALES.flatMap((locale) =>
      [...flat[locale]]
        .filter(([, text]) => /\{\{\s*count\s*\}\}/.test(text))
        .map(([key]) => `${locale} ${key}`),
    );
    expect(bare).toEqual([]);
    expect(i18n.t('common:credits', { count: 12_000 })).toBe('12,000 credits');
  });

  it('are never empty', () => {
    const empty = LOCALES.flatMap((locale) => [...flat[locale]].filter(([, text]) => text.trim() === ''));
    expect(empty).toEqual([]);
  });

  it('exist for every key the sources name', () => {
    const known = bases('en');
    const unknown = Object.entries(sources)
      .filter(([path]) => !/\.test\.tsx?$|testing\//.test(path))
      .flatMap(([path, source]) =>
        keysUsedIn(source)
          .filter(({ key, isPrefix }) =>
            isPrefix ? ![...known].some((base) => base.startsWith(key)) : !known.has(key),
          )
          .map(({ key }) => `${path}: ${key}`),
      );
    expect(unknown).toEqual([]);
  });
});

describe('page titles', () => {
  it.each(routes.map(({ path, title }) => [path, title]))('%s has one', (_path, title) => {
    expect(bases('en').has(`shell:${title}`)).toBe(true);
  });
});

describe('keysUsedIn', () => {
  it('finds plain, counted, foreign and built keys', () => {
    const source = `
      const { t } = useTranslation('studio');
      t('start'); t('startMany', { count: 2 }); t(
        'board.title'); t('common:loading'); i18n.t('common:action.reload'); t(\`field.\${name}\`);
      input('no key'); format('neither');
      useTranslation(); t('loading');`;
    expect(keysUsedIn(source).map(({ key, isPrefix }) => (isPrefix ? `${key}*` : key))).toEqual([
      'studio:start',
      'studio:startMany',
      'studio:board.title',
      'common:loading',
      'common:action.reload',
      'studio:field.*',
      'common:loading',
    ]);
  });
});
