import type { HttpAnswer, Json } from './http-messages.ts';

/** Shorter ones are stand-ins, and replacing them could replace half an answer. */
const MIN_KEY_CHARACTERS = 8;
const REPLACEMENT = '[key]';

/**
 * The answer without the key in whatever part of it, as text, inside an address or inside Basic credentials. Some
 * vendors repeat what they were sent, and what they were sent contains the key.
 */
export function withoutKey(answer: HttpAnswer, key: string | null): HttpAnswer {
  if (key === null || key.length < MIN_KEY_CHARACTERS) return answer;
  const forms = formsOf(key);
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(answer.headers)) headers[name] = clean(value, forms);
  const files = answer.files?.map((file) => ({ ...file, contentType: clean(file.contentType, forms) }));
  return {
    ...answer,
    headers,
    body: answer.body === undefined ? undefined : cleanJson(answer.body, forms),
    ...(files && { files }),
  };
}

function formsOf(key: string): readonly string[] {
  // As much of the base64 as does not depend on what follows the key.
  const base64 = Buffer.from(key).toString(
    'base64',
    0,
    Buffer.byteLength(key) - (Buffer.byteLength(key) % 3),
  );
  return [...new Set([key, encodeURIComponent(key), base64])];
}

const clean = (text: string, forms: readonly string[]): string =>
  forms.reduce((cleaned, form) => cleaned.replaceAll(form, REPLACEMENT), text);

/** `parseAnswer` bounds how deep this goes. */
function cleanJson(value: Json, forms: readonly string[]): Json {
  if (typeof value === 'string') return clean(value, forms);
  if (Array.isArray(value)) return value.map((inner) => cleanJson(inner, forms));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => [
    clean(name, forms),
    cleanJson(inner, forms),
  ]);
  return Object.fromEntries(entries);
}
