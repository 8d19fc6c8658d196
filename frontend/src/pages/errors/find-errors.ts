import { ERROR_CHAPTERS } from '@atelier/shared/error-dictionary/dictionary';
import type { ErrorExplanation, Fault } from '@atelier/shared/error-dictionary/explanation';
import { ERRORS, type ErrorCode, isErrorCode } from '@atelier/shared/errors';
import { DOOR_ERRORS, type DoorErrors } from '@atelier/shared/generated/door-errors';
import type { Locale } from '@atelier/shared/locales';

/** One code with all that is told of it, in one language. */
export interface ErrorEntry {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  /** With `{name}` where a figure stands. */
  readonly message: string;
  readonly happened: string;
  readonly remedy: string;
  readonly fault: Fault;
  readonly charge: ErrorExplanation['charge'];
  /** How the same is told at other doors. */
  readonly doors: DoorErrors;
}

export interface FoundChapter {
  readonly slug: string;
  readonly title: string;
  readonly entries: readonly ErrorEntry[];
}

export interface ErrorQuestion {
  readonly words: string;
  readonly fault: Fault | undefined;
}

/** The whole dictionary in one language. */
export function errorsIn(locale: Locale): readonly FoundChapter[] {
  return ERROR_CHAPTERS.map(({ slug, title, explanations }) => ({
    slug,
    title: title[locale],
    entries: Object.entries(explanations).flatMap(([code, { fault, charge, happened, remedy }]) => {
      if (!isErrorCode(code)) return [];
      const { status, retryable, text } = ERRORS[code];
      const texts = { message: text[locale], happened: happened[locale], remedy: remedy[locale] };
      return [{ code, status, retryable, ...texts, fault, charge, doors: DOOR_ERRORS[code] ?? {} }];
    }),
  }));
}

/** The chapters with what fits: every word stands somewhere in the entry. Chapters with nothing are left out. */
export function findErrors(
  chapters: readonly FoundChapter[],
  { words, fault }: ErrorQuestion,
): readonly FoundChapter[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry: ErrorEntry): boolean => {
    if (fault !== undefined && entry.fault !== fault) return false;
    const { code, status, message, happened, remedy, doors } = entry;
    const elsewhere = [doors.openAi?.code ?? '', doors.taskApi ?? ''];
    const text = [code, status, message, happened, remedy, ...elsewhere].join('\n').toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return chapters
    .map((chapter) => ({ ...chapter, entries: chapter.entries.filter(fits) }))
    .filter(({ entries }) => entries.length > 0);
}
