/** Prefixed identifiers: the prefix names the kind, the rest sorts by creation time (UUID v7 layout, hex). */
export const ID_PREFIXES = {
  user: 'user',
  task: 'task',
  batch: 'batch',
  asset: 'asset',
  session: 'ses',
  webhook: 'wh',
  message: 'msg',
  apiKey: 'key',
  membership: 'mem',
  retentionRule: 'keep',
  renewal: 'ren',
  passwordReset: 'pwr',
  userChange: 'uch',
  platform: 'plat',
  provider: 'prov',
  model: 'model',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const ID_BODY = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Makes an id such as `task_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f`: 48 bits of Unix milliseconds, then 80 random bits.
 * `random` must return cryptographically strong bytes.
 */
export function makeId(kind: IdKind, nowMs: number, random: (bytes: number) => Uint8Array): string {
  let tail = '';
  for (const byte of random(10)) tail += HEX_OF_BYTE[byte];
  return `${idsFrom(kind, nowMs)}${tail}`;
}

/** What ids of that kind begin with when they are made at this moment: all earlier ones sort before it, all others after. */
export function idsFrom(kind: IdKind, atMs: number): string {
  return `${ID_PREFIXES[kind]}_${Math.floor(atMs).toString(16).padStart(12, '0')}`;
}

/** Whether a value from outside has the form of an id of that kind. Says nothing about its existence. */
export function isId(kind: IdKind, value: string): boolean {
  const prefix = `${ID_PREFIXES[kind]}_`;
  return value.startsWith(prefix) && ID_BODY.test(value.slice(prefix.length));
}
