import { currentLocale } from '../../lib/locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Date and time to the second: what happened one after the other within a minute shall be seen in order. */
export function formatExactTime(at: string): string {
  const locale = currentLocale();
  const format =
    formats.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  formats.set(locale, format);
  return format.format(new Date(at));
}
