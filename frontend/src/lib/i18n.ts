import { LOCALES, type Locale } from '@atelier/shared/locales';
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import { currentLocale, onLocaleOfOtherTabs, rememberLocale } from './locale.ts';

/** One chunk per language. Each file `locales/<language>/<namespace>.json` is one namespace and needs no registration. */
const languages: Record<Locale, () => Promise<{ texts: Record<string, Record<string, unknown>> }>> = {
  en: () => import('../locales/en.ts'),
  'zh-CN': () => import('../locales/zh-CN.ts'),
};

/** Texts of pages that few people open; each namespace is a chunk that comes with its page. */
const pageTexts = import.meta.glob<Record<string, unknown>>(
  '../locales/*/{api-keys,compare,credits,errors,generate,history,memberships,operations,password,poses,providers,retention,users,webhooks}.json',
  { import: 'default' },
);
const PAGE_NAMESPACES = [
  'api-keys',
  'compare',
  'credits',
  'errors',
  'generate',
  'history',
  'memberships',
  'password',
  'operations',
  'poses',
  'providers',
  'retention',
  'users',
  'webhooks',
] as const;
export type PageNamespace = (typeof PAGE_NAMESPACES)[number];
const openedNamespaces = new Set<PageNamespace>();

async function loadPageNamespace(locale: Locale, namespace: PageNamespace): Promise<void> {
  const load = pageTexts[`../locales/${locale}/${namespace}.json`];
  if (!load) throw new Error(`there are no texts "${namespace}" in ${locale}`);
  i18n.addResourceBundle(locale, namespace, await load(), true, true);
}

/** Fetches what a page says beside the common texts. From then on a change of language fetches it too. */
export async function loadPageTexts(namespaces: readonly PageNamespace[] = PAGE_NAMESPACES): Promise<void> {
  const locale = currentLocale();
  for (const namespace of namespaces) openedNamespaces.add(namespace);
  await Promise.all(namespaces.map((namespace) => loadPageNamespace(locale, namespace)));
}

async function loadTexts(locale: Locale): Promise<void> {
  const [{ texts }] = await Promise.all([
    languages[locale](),
    ...[...openedNamespaces].map((namespace) => loadPageNamespace(locale, namespace)),
  ]);
  for (const [path, namespace] of Object.entries(texts)) {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
    i18n.addResourceBundle(locale, name, namespace, true, true);
  }
}

function applyToDocument(locale: Locale): void {
  document.documentElement.lang = locale;
}

/** Starts translation with the remembered or preferred language. Only that language is fetched. */
export async function startI18n(): Promise<void> {
  const locale = currentLocale();
  await i18n.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    supportedLngs: [...LOCALES],
    load: 'currentOnly',
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await loadTexts(locale);
  applyToDocument(locale);
  onLocaleOfOtherTabs((chosen) => {
    changeLocale(chosen).catch((error: unknown) =>
      console.error('The language of another tab did not arrive', error),
    );
  });
}

/** Changes the language of page, server answers and formats once its texts have arrived. */
export async function changeLocale(locale: Locale): Promise<void> {
  await loadTexts(locale);
  rememberLocale(locale);
  applyToDocument(locale);
  await i18n.changeLanguage(locale);
}

export { i18n };
