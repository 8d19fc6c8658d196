import { extensionOf, takeGraphemes } from '../lib/file-name.ts';

/** What no file name may hold on Windows; slashes would make folders. */
const RESERVED = /[<>:"/\\|?*]/g;
/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
/** File systems take 255 bytes; the rest is for a number and an ending. */
const MAX_STEM_BYTES = 200;

/** A name without its ending that every file system takes; scripts of all languages are kept. */
export function safeStem(name: string): string {
  const stem = name.slice(0, name.length - extensionOf(name).length);
  const shortened = takeGraphemes(stem, MAX_STEM_BYTES, (text) => Buffer.byteLength(text));
  const safe = shortened.replace(RESERVED, '_').replace(/^[.\s]+|[.\s]+$/gu, '');
  if (safe === '') return 'picture';
  return DEVICE.test(safe) ? `_${safe}` : safe;
}

/** Gives out names once: a second `mug` becomes `mug (2)`, also where it differs only in capitals. */
export class ArchiveNames {
  readonly #taken = new Set<string>();

  /** `stem` and `ending` together, with a number in between when that is taken. */
  take(stem: string, ending = ''): string {
    for (let number = 1; ; number += 1) {
      const name = `${stem}${number === 1 ? '' : ` (${number})`}${ending}`;
      // Some file systems do not tell capitals apart.
      const key = name.normalize('NFC').toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return name;
    }
  }
}
