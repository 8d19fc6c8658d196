import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadSealingKeys, loadSecrets, SecretRefusedError } from './secrets.ts';

const STRONG = randomBytes(32).toString('base64url');

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('in production', () => {
  const load = (secrets: { jwtSecret?: string; previousJwtSecret?: string; linkSecret?: string }) =>
    loadSecrets({ dataDirectory: '/nonexistent', isProduction: true, ...secrets });

  test.each([
    ['JWT_SECRET', 'is missing', {}],
    ['JWT_SECRET', 'is empty', { jwtSecret: '' }],
    ['JWT_SECRET', 'is too short', { jwtSecret: STRONG.slice(0, 31) }],
    ['JWT_SECRET', 'is one letter over and over', { jwtSecret: 'a'.repeat(64) }],
    ['JWT_SECRET', 'has its example value', { jwtSecret: 'your-super-secret-jwt-key' }],
    ['JWT_SECRET', 'has a longer example value', { jwtSecret: `change-me-${STRONG}` }],
    ['JWT_SECRET_PREVIOUS', 'is too short', { jwtSecret: STRONG, previousJwtSecret: 'short' }],
    ['LINK_SECRET', 'is too short', { jwtSecret: STRONG, linkSecret: 'short' }],
  ])(
    'the server refuses to start when %s %s, and names it without its value',
    async (setting, _how, secrets) => {
      const error: unknown = await load(secrets).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SecretRefusedError);
      expect(String(error)).toContain(`${setting} `);
      for (const value of Object.values(secrets)) if (value) expect(String(error)).not.toContain(value);
    },
  );

  test('a strong secret gives two different keys of 32 bytes and touches no file', async () => {
    const { sessionKey, linkKey, previousSessionKey } = await load({ jwtSecret: STRONG });
    expect([sessionKey.length, linkKey.length, previousSessionKey]).toEqual([32, 32, null]);
    expect(sessionKey.equals(linkKey)).toBe(false);
    expect(sessionKey.toString()).not.toContain(STRONG);
  });

  test('the same secret gives the same keys again, another one gives others', async () => {
    const [one, same, other] = await Promise.all([
      load({ jwtSecret: STRONG }),
      load({ jwtSecret: STRONG }),
      load({ jwtSecret: randomBytes(32).toString('base64url') }),
    ]);
    expect(same.sessionKey.equals(one.sessionKey)).toBe(true);
    expect(same.linkKey.equals(one.linkKey)).toBe(true);
    expect(other.sessionKey.equals(one.sessionKey)).toBe(false);
  });

  test('after a change of secret the previous key is the session key of before', async () => {
    const before = await load({ jwtSecret: STRONG });
    const after = await load({ jwtSecret: randomBytes(32).toString('hex'), previousJwtSecret: STRONG });
    expect(after.previousSessionKey?.equals(before.sessionKey)).toBe(true);
  });

  test('a link secret of its own lets links be changed without signing anybody out', async () => {
    const one = await load({ jwtSecret: STRONG });
    const two = await load({ jwtSecret: STRONG, linkSecret: randomBytes(32).toString('hex') });
    expect(two.sessionKey.equals(one.sessionKey)).toBe(true);
    expect(two.linkKey.equals(one.linkKey)).toBe(false);
  });
});

describe('in development', () => {
  const load = (dataDirectory: string) => loadSecrets({ dataDirectory, isProduction: false });

  test('a secret is made once, for the owner’s eyes only, and used again', async () => {
    const folder = path.join(await openFolder(), 'data');
    const first = await load(folder);
    const file = path.join(folder, 'secrets.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secrets.json']);
    const second = await load(folder);
    expect(second.sessionKey.equals(first.sessionKey)).toBe(true);
    expect((await load(await openFolder())).sessionKey.equals(first.sessionKey)).toBe(false);
  });

  test('servers that start at once agree on one secret', async () => {
    // Many rounds, because the moment between looking and writing is short.
    for (let round = 0; round < 20; round += 1) {
      const folder = await openFolder();
      const keys = await Promise.all(Array.from({ length: 16 }, () => load(folder)));
      expect(new Set(keys.map(({ sessionKey }) => sessionKey.toString('hex'))).size).toBe(1);
      expect(await readdir(folder)).toEqual(['secrets.json']);
    }
  });

  test('a file that others may read is closed to them', async () => {
    const folder = await openFolder();
    await load(folder);
    const file = path.join(folder, 'secrets.json');
    await chmod(file, 0o644);
    await load(folder);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('a damaged file stops the start and stays as it is', async () => {
    const folder = await openFolder();
    const file = path.join(folder, 'secrets.json');
    await writeFile(file, '{"master":""}');
    await expect(load(folder)).rejects.toThrow();
    expect(await readFile(file, 'utf8')).toBe('{"master":""}');
  });
});

describe('keys that seal', () => {
  const load = (dataDirectory: string, sources: Partial<Parameters<typeof loadSealingKeys>[0]> = {}) =>
    loadSealingKeys({ dataDirectory, isProduction: true, ...sources });

  test('without a setting one is made in the data folder, in production too, and used again', async () => {
    const folder = await openFolder();
    const first = await load(folder);
    expect([first.current.length, first.older]).toEqual([32, []]);
    expect((await stat(path.join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect((await load(folder)).current.equals(first.current)).toBe(true);
    const sessions = await loadSecrets({ dataDirectory: folder, isProduction: false });
    for (const key of [sessions.sessionKey, sessions.linkKey]) expect(key.equals(first.current)).toBe(false);
  });

  test('a setting or a file gives the key; what was generated before and what was set before still open', async () => {
    const folder = await openFolder();
    const generated = await load(folder);
    const file = path.join(folder, 'key');
    await writeFile(file, `${STRONG}\n`);
    const [fromText, fromFile] = [await load(folder, { key: STRONG }), await load(folder, { keyFile: file })];
    expect(fromFile.current.equals(fromText.current)).toBe(true);
    expect(fromText.older.map((key) => key.equals(generated.current))).toEqual([true]);
    const next = await load(folder, { key: randomBytes(32).toString('hex'), previousKeyFile: file });
    expect(next.older.some((key) => key.equals(fromText.current))).toBe(true);
  });

  test.each([
    ['SECRETS_KEY', { key: 'short' }],
    ['SECRETS_KEY', { key: STRONG, keyFile: '/nowhere' }],
    ['SECRETS_KEY_FILE', { keyFile: '/nowhere/at/all' }],
    ['SECRETS_KEY_PREVIOUS', { key: STRONG, previousKey: 'change-me-change-me-change-me-change-me' }],
  ])('the server refuses to start when %s cannot be used', async (setting, sources) => {
    const error: unknown = await load(await openFolder(), sources).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SecretRefusedError);
    expect(String(error)).toContain(setting);
    expect(String(error)).not.toContain(STRONG);
  });
});
