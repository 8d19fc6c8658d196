import type { LocalizedText } from './locales.ts';

/** What a failure means to callers: the HTTP status, whether the same request may succeed later, and its text. */
export interface ErrorDefinition {
  readonly status: number;
  readonly retryable: boolean;
  /** Says what happened and what to do. `{name}` placeholders are filled from the error's values. */
  readonly text: LocalizedText;
}

/** Keeps the tables of errors short. */
export const define = (status: number, retryable: boolean, en: string, zh: string): ErrorDefinition => ({
  status,
  retryable,
  text: { en, 'zh-CN': zh },
});
