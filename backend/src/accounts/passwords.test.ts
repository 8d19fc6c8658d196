import { argon2 } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_PASSWORD_COST, PasswordHasher } from './passwords.ts';

const CHEAP = { memoryKib: 8, passes: 1, lanes: 1 };
const running = { calls: [] as Array<Record<string, unknown>>, now: 0, peak: 0 };

/** The real function, watched: how often it runs, with what, and how many at once. */
const watched: typeof argon2 = (algorithm, parameters, done) => {
  running.calls.push({ algorithm, ...parameters });
  running.now += 1;
  running.peak = Math.max(running.peak, running.now);
  argon2(algorithm, parameters, (error, key) => {
    running.now -= 1;
    done(error, key);
  });
};

const hasherAt = (cost = CHEAP): PasswordHasher => new PasswordHasher(cost, watched);

afterEach(() => {
  running.calls.length = 0;
  running.peak = 0;
});

describe('passwords', () => {
  test('the default cost is at least what OWASP asks for', async () => {
    expect(DEFAULT_PASSWORD_COST).toEqual({ memoryKib: 19_456, passes: 2, lanes: 1 });
    const stored = await hasherAt(DEFAULT_PASSWORD_COST).hash('atelier-demo');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(running.calls).toEqual([
      expect.objectContaining({ algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 }),
    ]);
  });

  test('only the right password verifies, and equal passwords have different hashes', async () => {
    const hasher = hasherAt();
    const first = await hasher.hash('密码 correct horse');
    const second = await hasher.hash('密码 correct horse');
    expect(first).not.toBe(second);
    expect(await hasher.verify('密码 correct horse', first)).toBe(true);
    expect(await hasher.verify('密码 correct horsE', first)).toBe(false);
    expect(await hasher.verify('', first)).toBe(false);
  });

  test('the same characters composed differently are the same password', async () => {
    const hasher = hasherAt();
    expect(await hasher.verify('cafe\u0301-longer', await hasher.hash('caf\u00e9-longer'))).toBe(true);
  });

  test('verifies a hash made by the argon2 reference implementation', async () => {
    // argon2 somesalt -id -t 2 -k 256 -p 1 -l 32 <<< password
    const reference = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect(await hasherAt().verify('password', reference)).toBe(true);
  });

  test('without a stored hash the same work is done and the answer is no', async () => {
    const hasher = hasherAt();
    await hasher.verify('anything', await hasher.hash('something'));
    const real = running.calls.at(-1);
    expect(await hasher.verify('anything', null)).toBe(false);
    expect(running.calls).toHaveLength(3);
    expect(running.calls.at(-1)).toMatchObject({
      memory: real?.memory,
      passes: real?.passes,
      parallelism: real?.parallelism,
      tagLength: real?.tagLength,
    });
  });

  test('a hash made at another cost still verifies and asks to be made again', async () => {
    const stored = await hasherAt().hash('atelier-demo');
    const today = hasherAt({ memoryKib: 16, passes: 1, lanes: 1 });
    expect(await today.verify('atelier-demo', stored)).toBe(true);
    expect(today.needsRehash(stored)).toBe(true);
    expect(today.needsRehash(await today.hash('atelier-demo'))).toBe(false);
  });

  test('a stored hash of unknown form is a fault, not a wrong password', async () => {
    await expect(hasherAt().verify('x', '$2b$10$abcdefghijklmnopqrstuv')).rejects.toThrow('unknown form');
  });

  test('at most four run at once, and all of many finish', async () => {
    const hasher = hasherAt();
    const hashes = await Promise.all(
      Array.from({ length: 40 }, (_, index) => hasher.hash(`password ${index}`)),
    );
    expect(new Set(hashes).size).toBe(40);
    expect(running.peak).toBe(4);
  });

  test('a flood is refused instead of piling up, and the rest is served', async () => {
    const hasher = hasherAt();
    const results = await Promise.allSettled(Array.from({ length: 150 }, () => hasher.verify('x', null)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(150 - 104);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'server_busy' });
    expect(await hasher.verify('x', null)).toBe(false);
  });
});
