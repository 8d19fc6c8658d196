import { LOCALES, type Locale, pickLocale } from '@atelier/shared/locales';

const STORAGE_KEY = 'atelier.locale';
const listeners = new Set<() => void>();

const isLocale = (value: string | null): value is Locale => LOCALES.some((locale) => locale === value);

/** Private windows may refuse storage; the choice then lasts as long as the page. */
function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch (error) {
    console.warn('The language choice cannot be read', error);
    return null;
  }
}

function firstLocale(): Locale {
  const stored = readStored();
  return isLocale(stored) ? stored : pickLocale(navigator.languages?.join(',') || navigator.language);
}

let current: Locale = firstLocale();

/** The language of everything the page shows, asks the server for, and formats. */
export const currentLocale = (): Locale => current;

/** Calls back when another tab chose another language: all tabs of a person speak the same. */
export function onLocaleOfOtherTabs(listener: (locale: Locale) => void): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === STORAGE_KEY && isLocale(newValue) && newValue !== current) listener(newValue);
  });
}

export function rememberLocale(locale: Locale): void {
  current = locale;
  try {
    localStorage.setItem(STORAGE_KEY, locale);
  } catch (error) {
    console.warn('The language choice cannot be kept', error);
  }
  for (const listener of listeners) listener();
}

export function onLocaleChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
