import type { MediaType } from './adapter.ts';
import type { AnswerFile } from './http-messages.ts';

/** Whether a file in an answer is declared as one of these, or as nothing in particular; its bytes are looked at later. */
export function isOfType({ contentType }: AnswerFile, type: MediaType): boolean {
  return (
    /^(?:application\/octet-stream)?$/i.test(contentType) || contentType.toLowerCase().startsWith(`${type}/`)
  );
}
