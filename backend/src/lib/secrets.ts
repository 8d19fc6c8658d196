import { hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** HS256 wants a key as long as its hash (RFC 7518 §3.2); shorter secrets are guessable offline. */
const MIN_SECRET_BYTES = 32;
/** A random secret of 32 characters in any usual alphabet has more different characters than this. */
const MIN_DIFFERENT_CHARACTERS = 8;
const FILE_NAME = 'secrets.json';
const EXAMPLE_WORDS = /change[-_ ]?me|replace[-_ ]?me|your[-_ ]|example|super[-_ ]secret/i;

const storedSecretsSchema = z.object({ master: z.base64url().min(43) });

export interface SecretSources {
  readonly dataDirectory: string;
  /** JWT_SECRET. */
  readonly jwtSecret?: string | undefined;
  /** JWT_SECRET_PREVIOUS: tokens made with it stay valid until they expire, so that the secret can be changed. */
  readonly previousJwtSecret?: string | undefined;
  /** LINK_SECRET; without one the key for links is derived from the session secret. */
  readonly linkSecret?: string | undefined;
  readonly isProduction: boolean;
}

/** Independent 32-byte keys. A signature made with one is never valid under another. */
export interface Secrets {
  readonly sessionKey: Buffer;
  readonly previousSessionKey: Buffer | null;
  readonly linkKey: Buffer;
}

/** A secret this server must not run with. The message names the setting, never its value. */
export class SecretRefusedError extends Error {
  override readonly name = 'SecretRefusedError';
}

/**
 * Gives the server its keys. In production JWT_SECRET must be set and strong; elsewhere a random secret is made once,
 * kept in the data folder (readable by the owner only) and used again, so that sign-ins survive a restart.
 * @throws SecretRefusedError naming the setting.
 */
export async function loadSecrets(sources: SecretSources): Promise<Secrets> {
  const { jwtSecret, previousJwtSecret, linkSecret, isProduction } = sources;
  if (isProduction) {
    if (!jwtSecret) throw new SecretRefusedError('JWT_SECRET must be set in production');
    refuseWeak('JWT_SECRET', jwtSecret);
    if (previousJwtSecret) refuseWeak('JWT_SECRET_PREVIOUS', previousJwtSecret);
    if (linkSecret) refuseWeak('LINK_SECRET', linkSecret);
  }
  const master = jwtSecret || (await readOrCreate(sources.dataDirectory));
  return {
    sessionKey: deriveKey(master, 'sessions'),
    previousSessionKey: previousJwtSecret ? deriveKey(previousJwtSecret, 'sessions') : null,
    linkKey: deriveKey(linkSecret || master, 'links'),
  };
}

export interface SealingSources {
  readonly dataDirectory: string;
  /** SECRETS_KEY, or the path in SECRETS_KEY_FILE. */
  readonly key?: string | undefined;
  readonly keyFile?: string | undefined;
  /** SECRETS_KEY_PREVIOUS, or the path in SECRETS_KEY_PREVIOUS_FILE: what it sealed still opens. */
  readonly previousKey?: string | undefined;
  readonly previousKeyFile?: string | undefined;
  readonly isProduction: boolean;
}

/** Keys for secrets that must be readable again, such as the secrets of webhooks. 32 bytes each. */
export interface SealingKeys {
  readonly current: Buffer;
  readonly older: readonly Buffer[];
}

/**
 * Gives the keys that seal secrets in the database. Without a setting the generated secret in the data folder serves,
 * in production too; once there is a setting, that file still opens what it has sealed.
 * @throws SecretRefusedError naming the setting.
 */
export async function loadSealingKeys(sources: SealingSources): Promise<SealingKeys> {
  const { dataDirectory, isProduction } = sources;
  const given = await readGiven('SECRETS_KEY', sources.key, sources.keyFile);
  const previous = await readGiven('SECRETS_KEY_PREVIOUS', sources.previousKey, sources.previousKeyFile);
  if (isProduction) {
    if (given) refuseWeak('SECRETS_KEY', given);
    if (previous) refuseWeak('SECRETS_KEY_PREVIOUS', previous);
  }
  const generated = given ? await readMaster(path.join(dataDirectory, FILE_NAME)) : null;
  const current = given ?? (await readOrCreate(dataDirectory));
  const older = [previous, generated].filter((secret) => secret !== null);
  return {
    current: deriveKey(current, 'sealing'),
    older: older.map((secret) => deriveKey(secret, 'sealing')),
  };
}

/** The value of a setting that may also be in a file, as container platforms hand secrets over. */
async function readGiven(
  setting: string,
  value: string | undefined,
  file: string | undefined,
): Promise<string | null> {
  if (value && file) throw new SecretRefusedError(`${setting} and ${setting}_FILE are both set`);
  if (value || !file) return value || null;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new SecretRefusedError(`${setting}_FILE cannot be read`, { cause: error });
  });
  if (text.trim() === '') throw new SecretRefusedError(`${setting}_FILE is empty`);
  return text.trim();
}

function refuseWeak(setting: string, secret: string): void {
  if (EXAMPLE_WORDS.test(secret)) throw new SecretRefusedError(`${setting} still has its example value`);
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES || new Set(secret).size < MIN_DIFFERENT_CHARACTERS) {
    throw new SecretRefusedError(`${setting} must be ${MIN_SECRET_BYTES} random bytes or more`);
  }
}

/** HKDF (RFC 5869): one secret, a key of its own for every purpose. */
function deriveKey(secret: string, purpose: 'sessions' | 'links' | 'sealing'): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'atelier', purpose, MIN_SECRET_BYTES));
}

async function readOrCreate(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, FILE_NAME);
  return (await readMaster(file)) ?? (await createMaster(file));
}

async function readMaster(file: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return storedSecretsSchema.parse(JSON.parse(text)).master;
}

/** Written whole under another name first. Linking refuses to replace, so of two servers starting at once one wins. */
async function createMaster(file: string): Promise<string> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ master: randomBytes(32).toString('base64url') })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, file);
  } catch (error) {
    // Some file systems have no hard links.
    if (hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) await rename(temporary, file);
    else if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  const master = await readMaster(file);
  if (master === null) throw new Error(`${file} vanished while it was being made`);
  return master;
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
