import type { Locale } from '@atelier/shared/locales';
import { useState } from 'react';
import { changeLocale } from '../lib/i18n.ts';
import { currentLocale } from '../lib/locale.ts';

/** Each language is offered under its own name, in its own script. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '中文' };

/** The other language, and the way to it. The page stays as it is until its texts have arrived. */
export function useLocaleChange() {
  const [isLoading, setIsLoading] = useState(false);
  const other: Locale = currentLocale() === 'en' ? 'zh-CN' : 'en';
  const change = async () => {
    setIsLoading(true);
    try {
      await changeLocale(other);
    } catch (error) {
      console.error('The texts of the other language did not arrive', error);
    } finally {
      setIsLoading(false);
    }
  };
  return { other, isLoading, change };
}
