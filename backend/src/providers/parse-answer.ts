import type { Json } from './http-messages.ts';

/** Vendors nest a handful of levels; what goes deeper is made to break whoever walks over it. */
const MAX_DEPTH = 64;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A vendor's text as JSON; undefined when it is none, or nested too deep. Never throws. */
export function parseAnswer(text: string): Json | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the adapter sees that there is no body it could read.
    return undefined;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) index = endOfString(text, index + 1);
    else if (isOpening(character)) depth += 1;
    else if (isClosing(character)) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** The index of the closing quote, or of the end of the text. */
function endOfString(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === BACKSLASH) index += 1;
    else if (character === QUOTE) return index;
  }
  return text.length;
}

/** `[` and `{` differ in one bit, and so do `]` and `}`. */
const isOpening = (character: number): boolean => (character | 0x20) === 0x7b;
const isClosing = (character: number): boolean => (character | 0x20) === 0x7d;
