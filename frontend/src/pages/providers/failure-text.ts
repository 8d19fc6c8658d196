import { ERRORS, isErrorCode } from '@atelier/shared/errors';
import { currentLocale } from '../../lib/locale.ts';

/** What a code of the closed list means; another one is shown as it is. */
export function failureText(code: string): string {
  return isErrorCode(code) ? ERRORS[code].text[currentLocale()] : code;
}
