import { MEBIBYTE } from '@atelier/shared/limits';
import { currentLocale } from './locale.ts';

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

/** Intl objects are slow to make and cheap to keep: one per language and use. */
function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  name: string,
  make: (locale: string) => T,
): T {
  const locale = currentLocale();
  const key = `${locale} ${name}`;
  const found = cache.get(key) as T | undefined;
  if (found) return found;
  const made = make(locale);
  cache.set(key, made);
  return made;
}

export function formatNumber(value: number): string {
  return kept('number', (locale) => new Intl.NumberFormat(locale)).format(value);
}

/** A large number where there is no room for it: `12.3K`, `1.2万`. */
export function formatCompact(value: number): string {
  const make = (locale: string) =>
    new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  return kept('compact', make).format(value);
}

/** A signed amount such as a ledger change: `+12`, `−3`, `0`. */
export function formatSigned(value: number): string {
  return kept('signed', (locale) => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' })).format(
    value,
  );
}

/** `fraction` runs from 0 to 1. */
export function formatPercent(fraction: number): string {
  return kept('percent', (locale) => new Intl.NumberFormat(locale, { style: 'percent' })).format(fraction);
}

export function formatBytes(sizeBytes: number): string {
  const mebibytes = sizeBytes / MEBIBYTE;
  if (mebibytes >= 1) return `${oneDecimal(mebibytes)} MB`;
  if (sizeBytes >= 1024) return `${formatNumber(Math.round(sizeBytes / 1024))} kB`;
  return `${formatNumber(sizeBytes)} B`;
}

function oneDecimal(value: number): string {
  return kept('decimal', (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })).format(
    value,
  );
}

const toDate = (value: string | number | Date): Date => (value instanceof Date ? value : new Date(value));

export function formatDateTime(value: string | number | Date): string {
  const make = (locale: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return kept('date-time', make).format(toDate(value));
}

export function formatDate(value: string | number | Date): string {
  return kept('date', (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })).format(
    toDate(value),
  );
}

/** A day of the calendar such as `2026-11-30`, whatever the reader's time zone: `Nov 30`. */
export function formatDay(day: string): string {
  const make = (locale: string) =>
    new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  return kept('day', make).format(new Date(`${day}T00:00:00Z`));
}

export function formatTime(value: string | number | Date): string {
  return kept('time', (locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' })).format(
    toDate(value),
  );
}

const RELATIVE_UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 minutes ago"; from a week on the date itself. `nowMs` is the current time in Unix milliseconds. */
export function formatRelative(value: string | number | Date, nowMs: number): string {
  const gapMs = toDate(value).getTime() - nowMs;
  if (Math.abs(gapMs) >= 7 * 86_400_000) return formatDate(value);
  const relative = kept('relative', (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const [unit, unitMs] = RELATIVE_UNITS.find(([, size]) => Math.abs(gapMs) >= size) ?? ['second', Infinity];
  return relative.format(unit === 'second' ? 0 : Math.trunc(gapMs / unitMs), unit);
}

/** A length of time in the largest fitting unit: `8 s`, `3 min`. */
export function formatDuration(seconds: number): string {
  const [unit, amount] =
    seconds < 90
      ? (['second', Math.max(1, Math.round(seconds))] as const)
      : (['minute', Math.round(seconds / 60)] as const);
  const make = (locale: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' });
  return kept(`duration ${unit}`, make).format(amount);
}
