import type { MediaType } from './adapter.ts';
import type { AnswerFile, HttpAnswer, Json } from './http-messages.ts';

/** Whether a file in an answer is declared as one of these, or as nothing in particular; its bytes are looked at later. */
export function isOfType({ contentType }: AnswerFile, type: MediaType): boolean {
  return (
    /^(?:application\/octet-stream)?$/i.test(contentType) || contentType.toLowerCase().startsWith(`${type}/`)
  );
}

/** The file that stood where an answer's body now says `file:<index>`; undefined for any other value. */
export function fileAt({ files }: HttpAnswer, value: Json | undefined): AnswerFile | undefined {
  const index = typeof value === 'string' ? /^file:(\d+)$/.exec(value)?.[1] : undefined;
  return index === undefined ? undefined : files?.[Number(index)];
}
