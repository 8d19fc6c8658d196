import { randomBytes } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { describe, expect, test } from 'vitest';
import { MovingClock } from '../../test/moving-clock.ts';
import { AccessTokens } from './tokens.ts';

const KEY = randomBytes(32);
const clock = new MovingClock();
const tokens = new AccessTokens({ key: KEY, clock });
const nowSeconds = Math.floor(clock.now().getTime() / 1000);

const GOOD_CLAIMS = {
  sub: 'user_1',
  role: 'user',
  type: 'access',
  iss: 'atelier',
  aud: 'atelier-api',
  iat: nowSeconds,
  exp: nowSeconds + 60,
};

const sign = (claims: object, options: jsonwebtoken.SignOptions = {}, key = KEY): string =>
  jsonwebtoken.sign(claims, key, { algorithm: 'HS256', ...options });

function without(claim: keyof typeof GOOD_CLAIMS): object {
  return Object.fromEntries(Object.entries(GOOD_CLAIMS).filter(([name]) => name !== claim));
}

const codeOf = (token: string): unknown => {
  try {
    tokens.verify(token);
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

describe('access tokens', () => {
  test('a token speaks for its user until it expires', () => {
    const movingClock = new MovingClock();
    const own = new AccessTokens({ key: KEY, clock: movingClock });
    const token = own.issue({ userId: 'user_1', role: 'operator' });
    const issuedAtMs = nowSeconds * 1000;
    const endsAtMs = issuedAtMs + 15 * 60_000;
    const claims = { userId: 'user_1', role: 'operator', issuedAtMs, endsAtMs };
    expect(own.verify(token)).toEqual(claims);
    movingClock.advance(15 * 60_000 - 1000);
    expect(own.verify(token)).toEqual(claims);
    movingClock.advance(1000);
    expect(() => own.verify(token)).toThrow(expect.objectContaining({ code: 'token_expired' }));
  });

  test('a token that differs from one just accepted is looked at anew', () => {
    const genuine = sign(GOOD_CLAIMS);
    expect(codeOf(genuine)).toBe('accepted');
    const [header, , signature] = genuine.split('.');
    const payload = Buffer.from(JSON.stringify({ ...GOOD_CLAIMS, sub: 'user_2' })).toString('base64url');
    expect(codeOf(`${header}.${payload}.${signature}`)).toBe('token_invalid');
    expect(codeOf(genuine)).toBe('accepted');
  });

  test('the lifetime can be set', () => {
    const own = new AccessTokens({ key: KEY, clock, lifetimeSeconds: 5 });
    const payload = jsonwebtoken.decode(own.issue({ userId: 'user_1', role: 'user' }));
    expect(payload).toEqual({ ...GOOD_CLAIMS, exp: nowSeconds + 5 });
  });

  test('a well-formed token of ours is the control for the refusals below', () => {
    expect(codeOf(sign(GOOD_CLAIMS))).toBe('accepted');
  });

  const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(
    JSON.stringify(GOOD_CLAIMS),
  ).toString('base64url')}.`;

  test.each([
    ['signed with no algorithm', unsigned],
    ['signed with HS512', sign(GOOD_CLAIMS, { algorithm: 'HS512' }, randomBytes(64))],
    ['signed with HS512 and our key', sign(GOOD_CLAIMS, { algorithm: 'HS512' })],
    ['signed with HS384 and our key', sign(GOOD_CLAIMS, { algorithm: 'HS384' })],
    ['signed with another key', sign(GOOD_CLAIMS, {}, randomBytes(32))],
    ['for another audience', sign({ ...GOOD_CLAIMS, aud: 'somebody-else' })],
    ['from another issuer', sign({ ...GOOD_CLAIMS, iss: 'somebody-else' })],
    ['of another type', sign({ ...GOOD_CLAIMS, type: 'link' })],
    ['with an unknown role', sign({ ...GOOD_CLAIMS, role: 'root' })],
    ['without a type', sign(without('type'))],
    ['without a user', sign(without('sub'))],
    ['without an audience', sign(without('aud'))],
    ['without an issuer', sign(without('iss'))],
    ['without an expiry', sign(without('exp'))],
    ['that is empty', ''],
    ['that is no token', 'a.b.c'],
  ])('a token %s is refused', (_what, token) => {
    expect(codeOf(token)).toBe('token_invalid');
  });

  test('a token with one changed character is refused, wherever it is', () => {
    const token = tokens.issue({ userId: 'user_1', role: 'user' });
    const [header = '', payload = '', signature = ''] = token.split('.');
    const raised = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace('"user"', '"operator"'),
    ).toString('base64url');
    expect(raised).not.toBe(payload);
    const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
    expect(codeOf(`${header}.${raised}.${signature}`)).toBe('token_invalid');
    expect(codeOf(`${header}.${payload}.${flipped}`)).toBe('token_invalid');
    expect(codeOf(`${header}.${payload}.${signature.slice(0, -4)}`)).toBe('token_invalid');
  });

  test('during a change of key the previous one is accepted but no longer used', () => {
    const newKey = randomBytes(32);
    const changed = new AccessTokens({ key: newKey, previousKey: KEY, clock });
    const old = tokens.issue({ userId: 'user_1', role: 'user' });
    expect(changed.verify(old)).toMatchObject({ userId: 'user_1', role: 'user' });
    const fresh = changed.issue({ userId: 'user_1', role: 'user' });
    expect(codeOf(fresh)).toBe('token_invalid');
    expect(new AccessTokens({ key: newKey, clock }).verify(fresh).userId).toBe('user_1');
  });

  test('an expired token of the previous key is expired, not invalid', () => {
    const changed = new AccessTokens({ key: randomBytes(32), previousKey: KEY, clock });
    expect(() => changed.verify(sign({ ...GOOD_CLAIMS, exp: nowSeconds - 1 }))).toThrow(
      expect.objectContaining({ code: 'token_expired' }),
    );
  });

  test('keys shorter than 32 bytes are refused at the start', () => {
    expect(() => new AccessTokens({ key: randomBytes(31), clock })).toThrow('32 bytes');
    expect(() => new AccessTokens({ key: KEY, previousKey: randomBytes(16), clock })).toThrow('32 bytes');
  });
});
