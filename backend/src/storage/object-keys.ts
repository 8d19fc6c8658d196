import { randomBytes } from 'node:crypto';
import { takeGraphemes } from '../lib/file-name.ts';

/** S3, R2 and COS end at 1,024 bytes; every usual file system ends a segment at 255. */
export const MAX_KEY_BYTES = 1024;
export const MAX_KEY_SEGMENT_BYTES = 255;
/** What the readable part of a name may take, so that prefix and extension fit beside it. */
const MAX_LABEL_BYTES = 120;

/**
 * The types Atelier stores, with the extension their keys end in. A key's extension is the only record of its type
 * on local disk: no second file beside the object that could be lost or disagree, and backups stay plain folders.
 */
const TYPE_OF_EXTENSION = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  json: 'application/json',
  txt: 'text/plain',
  zip: 'application/zip',
  bin: 'application/octet-stream',
} as const;

const EXTENSION_OF_TYPE = new Map(
  Object.entries(TYPE_OF_EXTENSION).map(([extension, contentType]) => [contentType as string, extension]),
);

/** The bare, lower-case type: `Image/PNG; x=y` is `image/png`. */
export function bareContentType(contentType: string): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The extension (no dot) for a content type; `bin` for types that are not in the table. */
export function extensionForType(contentType: string): string {
  return EXTENSION_OF_TYPE.get(bareContentType(contentType)) ?? 'bin';
}

/** The content type that a key's extension stands for; `application/octet-stream` when it stands for none. */
export function contentTypeOfKey(key: string): string {
  const extension = /\.([a-z0-9]+)$/.exec(key)?.[1] ?? '';
  return (
    Object.entries(TYPE_OF_EXTENSION).find(([known]) => known === extension)?.[1] ??
    'application/octet-stream'
  );
}

const utf8Bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/**
 * Letters, marks and digits of every script stay, so a Chinese name can still be read in a bucket listing. All else,
 * emoji included, becomes `_`: S3-compatible servers disagree about symbols, and the exact name is kept as the
 * asset's label anyway.
 */
function keyLabel(fileName: string): string {
  const lastPart = fileName.split(/[/\\]/).at(-1) ?? '';
  const stem = lastPart.replace(/(?<=.)\.[^.]*$/u, '');
  const cleaned = stem
    .toWellFormed()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}-]+/gu, '_')
    .replace(/^[_-]+|_+$/g, '');
  return takeGraphemes(cleaned, MAX_LABEL_BYTES, utf8Bytes) || 'file';
}

export interface UniqueKeyParts {
  /** First segment, chosen by code, e.g. `inputs`, `results`. */
  readonly folder: string;
  /** Second segment: the id of the account that owns the bytes. */
  readonly owner: string;
  /** What people call the file; only its readable part is used, never its extension. */
  readonly fileName: string;
  /** Decides the extension. */
  readonly contentType: string;
  readonly now: Date;
}

/**
 * A key nobody can guess or meet twice: `folder/owner/<milliseconds>_<128 random bits>_<name>.<ext>`.
 * Throws when folder or owner is not a safe segment (a bug of the caller).
 */
export function uniqueKey(parts: UniqueKeyParts): string {
  const random = randomBytes(16).toString('hex');
  const name = `${parts.now.getTime()}_${random}_${keyLabel(parts.fileName)}.${extensionForType(parts.contentType)}`;
  const key = `${parts.folder}/${parts.owner}/${name}`;
  if (parts.folder.includes('/') || parts.owner.includes('/')) throw new Error(`Not a key segment: ${key}`);
  assertSafeKey(key);
  return key;
}

/** Names that Windows gives to devices in every folder, with or without an extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** Characters with a meaning for a file system, a URL or a shell; `%` so that decoding twice changes nothing. */
const UNSAFE_CHARACTER = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\\%:*?"<>|#]/u;

function isSafeSegment(segment: string): boolean {
  if (segment === '' || utf8Bytes(segment) > MAX_KEY_SEGMENT_BYTES) return false;
  // A leading dot covers `.` and `..` and keeps the local store's own folder out of reach.
  if (segment.startsWith('.') || /[. ]$/.test(segment) || segment.startsWith(' ')) return false;
  return !WINDOWS_DEVICE.test(segment);
}

/**
 * Whether a key stays inside any store's root on every system: relative, NFC, bounded in bytes, and made of segments
 * that are neither dots nor device names and hold no separator, control or percent character.
 */
export function isSafeKey(key: string): boolean {
  if (key === '' || utf8Bytes(key) > MAX_KEY_BYTES) return false;
  if (UNSAFE_CHARACTER.test(key) || key !== key.normalize('NFC')) return false;
  return key.split('/').every(isSafeSegment);
}

/** Throws for a key that is not safe. Keys are made by code, so this is a bug, not a user's mistake. */
export function assertSafeKey(key: string): void {
  if (!isSafeKey(key)) throw new Error(`Unsafe object key: ${JSON.stringify(key.slice(0, 200))}`);
}

/** Throws when the type given for a key is not the one its extension stands for; see `TYPE_OF_EXTENSION`. */
export function assertTypeFitsKey(key: string, contentType: string): void {
  const expected = contentTypeOfKey(key);
  const isUnknownType = !EXTENSION_OF_TYPE.has(bareContentType(contentType));
  if (bareContentType(contentType) === expected || (isUnknownType && expected === 'application/octet-stream'))
    return;
  throw new Error(`The key ${key} stands for ${expected}, not ${contentType}.`);
}

/** Nothing in it needs encoding; true for keys of pictures with plain names. */
const PLAIN_KEY = /^[\w./-]*$/;

/** A key as it stands in a URL path, each segment percent-encoded once. */
export function encodeKey(key: string): string {
  if (PLAIN_KEY.test(key)) return key;
  return key.split('/').map(encodeURIComponent).join('/');
}
