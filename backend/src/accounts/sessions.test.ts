import { describe, expect, test } from 'vitest';
import { MovingClock } from '../../test/moving-clock.ts';
import { openTestDatabase } from '../../test/test-database.ts';
import { REUSE_GRACE_MS, SESSION_LIFETIME_MS, Sessions } from './sessions.ts';

async function openSessions() {
  const clock = new MovingClock();
  const database = await openTestDatabase();
  for (const id of ['user_1', 'user_2']) {
    await database.transaction((transaction) =>
      transaction.query
        .insertInto('users')
        .values({
          id,
          email: `${id}@example.com`,
          username: id,
          password_hash: null,
          avatar_url: null,
          created_at: '',
          updated_at: '',
        })
        .execute(),
    );
  }
  const sessions = new Sessions(database, clock);
  const open = (userId = 'user_1') =>
    database.transaction((transaction) => sessions.open(transaction, userId));
  const rows = () => database.read.selectFrom('sessions').selectAll().orderBy('id').execute();
  return { clock, database, sessions, open, rows };
}

const invalid = expect.objectContaining({ code: 'token_invalid' });

describe('sessions', () => {
  test('a token is 32 random bytes and only its hash is stored', async () => {
    const { open, rows } = await openSessions();
    const token = await open();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const stored = await rows();
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(stored[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('every use replaces the token and the chain goes on', async () => {
    const { sessions, open, clock } = await openSessions();
    let token = await open();
    const seen = new Set([token]);
    for (let turn = 0; turn < 5; turn += 1) {
      clock.advance(15 * 60_000);
      const renewed = await sessions.renew(token);
      expect(renewed.userId).toBe('user_1');
      token = renewed.refreshToken;
      seen.add(token);
    }
    expect(seen.size).toBe(6);
  });

  test('using a replaced token later revokes the whole family, the newest token included', async () => {
    const { sessions, open, clock } = await openSessions();
    const stolen = await open();
    const other = await open();
    const { refreshToken: newest } = await sessions.renew(stolen);
    clock.advance(REUSE_GRACE_MS + 1);
    await expect(sessions.renew(stolen)).rejects.toThrow(invalid);
    await expect(sessions.renew(newest)).rejects.toThrow(invalid);
    // Another sign-in of the same user is another family.
    expect((await sessions.renew(other)).userId).toBe('user_1');
  });

  test('two tabs that send the same token at once both stay signed in', async () => {
    const { sessions, open, clock, rows } = await openSessions();
    const token = await open();
    const [one, two] = await Promise.all([sessions.renew(token), sessions.renew(token)]);
    expect(one.refreshToken).not.toBe(two.refreshToken);
    expect(new Set((await rows()).map((row) => row.family_id)).size).toBe(1);
    clock.advance(REUSE_GRACE_MS + 1);
    expect((await sessions.renew(one.refreshToken)).userId).toBe('user_1');
    expect((await sessions.renew(two.refreshToken)).userId).toBe('user_1');
  });

  test('the grace counts from the first use and is not made longer by further uses', async () => {
    const { sessions, open, clock } = await openSessions();
    const token = await open();
    await sessions.renew(token);
    clock.advance(REUSE_GRACE_MS - 1);
    const { refreshToken: sibling } = await sessions.renew(token);
    clock.advance(2);
    await expect(sessions.renew(token)).rejects.toThrow(invalid);
    await expect(sessions.renew(sibling)).rejects.toThrow(invalid);
  });

  test('the grace does not bring a signed-out session back', async () => {
    const { sessions, open } = await openSessions();
    const token = await open();
    const { refreshToken } = await sessions.renew(token);
    await sessions.revokeFamilyOf(refreshToken);
    await expect(sessions.renew(token)).rejects.toThrow(invalid);
    await expect(sessions.renew(refreshToken)).rejects.toThrow(invalid);
  });

  test('a token expires 30 days after it was given', async () => {
    const { sessions, open, clock } = await openSessions();
    const token = await open();
    const kept = await open();
    clock.advance(SESSION_LIFETIME_MS - 1);
    const { refreshToken } = await sessions.renew(kept);
    clock.advance(1);
    await expect(sessions.renew(token)).rejects.toThrow(expect.objectContaining({ code: 'token_expired' }));
    expect((await sessions.renew(refreshToken)).userId).toBe('user_1');
  });

  test('a token nobody gave out is refused, and signing out with it is no error', async () => {
    const { sessions } = await openSessions();
    await expect(sessions.renew('never-given')).rejects.toThrow(invalid);
    await expect(sessions.revokeFamilyOf('never-given')).resolves.toBeUndefined();
  });

  test('revokeAll ends every session of that user and of nobody else', async () => {
    const { sessions, open, database } = await openSessions();
    const mine = [await open(), await open()];
    const others = await open('user_2');
    await database.transaction((transaction) => sessions.revokeAll(transaction, 'user_1'));
    for (const token of mine) await expect(sessions.renew(token)).rejects.toThrow(invalid);
    expect((await sessions.renew(others)).userId).toBe('user_2');
  });

  test('signing in clears away what has expired', async () => {
    const { open, rows, clock } = await openSessions();
    await open();
    clock.advance(SESSION_LIFETIME_MS);
    await open();
    expect(await rows()).toHaveLength(1);
  });
});
