import { MAX_FILE_NAME_CHARACTERS } from '@atelier/shared/limits';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Characters that show nothing or change how their neighbours are shown: controls, lone surrogates, private use, and
 * the direction marks that make `gpj.exe` read as `exe.jpg`. The joiner (U+200D) and the tag characters are kept:
 * emoji families and flags are built with them.
 */
const INVISIBLE = /(?![\u200d\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** The last dot and up to ten letters or digits after it, or nothing. */
export function extensionOf(name: string): string {
  return /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '';
}

/** As many whole graphemes from the start of `text` as fit into `limit`, measured by `sizeOf`. */
export function takeGraphemes(text: string, limit: number, sizeOf: (grapheme: string) => number): string {
  let taken = '';
  let size = 0;
  for (const { segment } of graphemes.segment(text)) {
    size += sizeOf(segment);
    if (size > limit) break;
    taken += segment;
  }
  return taken;
}

/** As `takeGraphemes`, from the end. */
function takeLastGraphemes(text: string, limit: number, sizeOf: (grapheme: string) => number): string {
  const kept: string[] = [];
  let size = 0;
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    size += sizeOf(segment);
    if (size > limit) break;
    kept.unshift(segment);
  }
  return kept.join('');
}

const characterCount = (text: string): number => [...text].length;

/**
 * A label for people, made from what a client called its file: last path part only, NFC, nothing invisible, at most
 * MAX_FILE_NAME_CHARACTERS code points (shortened in the middle, the ending kept). Never used as a path.
 */
export function cleanFileName(name: string): string {
  const lastPart = name.split(/[/\\]/).at(-1) ?? '';
  const visible = lastPart
    .toWellFormed()
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (visible === '' || /^\.+$/.test(visible)) return 'file';
  if (characterCount(visible) <= MAX_FILE_NAME_CHARACTERS) return visible;

  const extension = extensionOf(visible);
  const stem = visible.slice(0, visible.length - extension.length);
  const room = MAX_FILE_NAME_CHARACTERS - characterCount(extension) - 1;
  const endRoom = Math.floor(room / 4);
  const start = takeGraphemes(stem, room - endRoom, characterCount);
  const end = takeLastGraphemes(stem, endRoom, characterCount);
  return `${start}…${end}${extension}`;
}

/**
 * Content-Disposition for a download under a name in any script (RFC 6266): an ASCII form for old readers and the
 * exact name in `filename*`.
 */
export function attachmentHeader(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%;]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
