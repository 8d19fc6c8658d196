// Finds the imports of a TypeScript file without a parser: comments, strings and regular expressions are blanked
// out first, so that nothing inside them can look like code.

export interface FoundImport {
  readonly specifier: string;
  /** Offset of the statement in the file. */
  readonly offset: number;
  readonly isReExport: boolean;
  /** The statement up to the specifier, e.g. `import type { Server } from`. */
  readonly statement: string;
}

/** A `/` after one of these begins a regular expression; after anything else it divides (or closes a tag). */
const BEFORE_EXPRESSION = /(?:[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|await|yield))\s*$/;

function endOfString(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
    // Only an apostrophe in JSX text gets here: it opened nothing.
    else if (text[at] === '\n') return start;
  }
  return start;
}

function endOfRegularExpression(text: string, start: number): number {
  let isInClass = false;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '[') isInClass = true;
    else if (text[at] === ']') isInClass = false;
    else if (text[at] === '/' && !isInClass) return at;
  }
  return start;
}

/**
 * The same text, equally long, with the insides of comments, strings, templates and regular expressions replaced
 * by spaces. Quotes stay, so that statements keep their shape; code inside `${…}` stays too.
 */
export function maskSource(text: string): string {
  const out = [...text.split('')];
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (out[at] !== '\n') out[at] = ' ';
  };
  /** Depth of braces at which each open template expression ends. */
  const templates: number[] = [];
  let depth = 0;
  const skipTemplate = (from: number): number => {
    for (let at = from; at < text.length; at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === '`') {
        blank(from, at);
        return at;
      } else if (text[at] === '$' && text[at + 1] === '{') {
        blank(from, at);
        templates.push(depth++);
        return at + 1;
      }
    }
    return text.length;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const close = text[at + 1] === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 2;
      const end = close < at + 2 ? text.length : close;
      blank(at, end);
      at = end - 1;
    } else if (character === "'" || character === '"') {
      const end = endOfString(text, at);
      blank(at + 1, end);
      at = end;
    } else if (character === '`') at = skipTemplate(at + 1);
    else if (character === '{') depth++;
    else if (character === '}') {
      depth--;
      if (templates.at(-1) === depth) {
        templates.pop();
        at = skipTemplate(at + 1);
      }
    } else if (character === '/' && BEFORE_EXPRESSION.test(out.slice(Math.max(0, at - 20), at).join(''))) {
      const end = endOfRegularExpression(text, at);
      blank(at + 1, end);
      at = end;
    }
  }
  return out.join('');
}

const FORMS = [
  { pattern: /\bimport\s+[^;'"`()]*?\bfrom\s*(?=['"])/g, isReExport: false },
  { pattern: /\bexport\s+(?:type\s+)?(?:\*|\{)[^;'"`()]*?\bfrom\s*(?=['"])/g, isReExport: true },
  { pattern: /\bimport\s*(?=['"])/g, isReExport: false },
  { pattern: /\bimport\s*\(\s*(?=['"])/g, isReExport: false },
] as const;

/** Every import, re-export and dynamic import with a literal specifier; `import type` included. */
export function scanImports(text: string, masked = maskSource(text)): readonly FoundImport[] {
  const found: FoundImport[] = [];
  for (const { pattern, isReExport } of FORMS) {
    for (const match of masked.matchAll(pattern)) {
      if (masked[match.index - 1] === '.') continue;
      const quoteAt = match.index + match[0].length;
      const end = endOfString(text, quoteAt);
      found.push({
        specifier: text.slice(quoteAt + 1, end),
        offset: match.index,
        isReExport,
        statement: match[0],
      });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}
