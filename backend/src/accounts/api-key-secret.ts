import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The form of an API key: `atl_`, 43 random characters of base 62 (43 × log2 62 = 256 bits) and 6 more that are their
 * CRC-32. Whoever finds such a text knows what it is and that it is whole without asking us, which is what secret
 * scanners need and what tells a typing error from a key that is gone. Scanners use `atl_[0-9A-Za-z]{49}`.
 */
export const API_KEY_MARK = 'atl_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_CHARACTERS = 43;
/** 62^6 > 2^32. */
const CHECKSUM_CHARACTERS = 6;
const FORM = new RegExp(`^${API_KEY_MARK}[0-9A-Za-z]{${RANDOM_CHARACTERS + CHECKSUM_CHARACTERS}}$`);
/** Shown to people beside the last four. Both together leave more than 200 bits unknown. */
const VISIBLE_CHARACTERS = 4;

/** A new API key with what is kept of it. */
export interface NewApiKeySecret {
  /** Goes to its owner once and nowhere else. */
  readonly secret: string;
  readonly hash: string;
  readonly prefix: string;
  readonly lastFour: string;
}

export function makeApiKeySecret(): NewApiKeySecret {
  // randomInt has no bias towards any character, as a remainder of random bytes would.
  const random = Array.from({ length: RANDOM_CHARACTERS }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  const body = `${API_KEY_MARK}${random.join('')}`;
  const secret = `${body}${checksumOf(body)}`;
  return {
    secret,
    hash: hashApiKeySecret(secret),
    prefix: secret.slice(0, API_KEY_MARK.length + VISIBLE_CHARACTERS),
    lastFour: secret.slice(-VISIBLE_CHARACTERS),
  };
}

/** Whether a text is a whole API key of ours; says nothing about its being known or valid. */
export function isWholeApiKey(text: string): boolean {
  if (!FORM.test(text)) return false;
  return text.slice(-CHECKSUM_CHARACTERS) === checksumOf(text.slice(0, -CHECKSUM_CHARACTERS));
}

/**
 * What the database keeps. Slow hashes with salt exist for what people make up: they make each guess dear. A key has
 * 256 random bits, there is nothing to guess at any price, so one SHA-256 is as good and costs a request microseconds.
 * Looking rows up by this hash gives nothing away through timing either: who does not have the key cannot choose it.
 */
export function hashApiKeySecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let place = 0; place < CHECKSUM_CHARACTERS; place += 1) {
    digits = `${ALPHABET.charAt(rest % ALPHABET.length)}${digits}`;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
