import { describe, expect, test, vi } from 'vitest';
import { openTestAccounts } from '../../test/test-accounts.ts';
import { PasswordHasher } from './passwords.ts';

const ADDRESS = '203.0.113.7';
const MINA = { email: 'mina@example.com', username: '米娜_Mina', password: 'correct horse' };
const WINDOW_MS = 15 * 60_000;

const code = (name: string) => expect.objectContaining({ code: name });

describe('register', () => {
  test('makes user, credit account and sign-up grant together and signs in', async () => {
    const { accounts, database, accessTokens } = await openTestAccounts({ signUpCredits: 25 });
    const session = await accounts.register(MINA);
    expect(session.account).toMatchObject({
      email: MINA.email,
      username: '米娜_Mina',
      role: 'user',
      membership: null,
    });
    expect(session.account.id).toMatch(/^user_[0-9a-f]{32}$/);
    expect(accessTokens.verify(session.accessToken)).toMatchObject({
      userId: session.account.id,
      role: 'user',
    });
    expect(await database.read.selectFrom('user_credits').selectAll().execute()).toEqual([
      expect.objectContaining({ user_id: session.account.id, credits: 25, held: 0, total_earned: 25 }),
    ]);
    expect(await database.read.selectFrom('credit_transactions').selectAll().execute()).toEqual([
      expect.objectContaining({ transaction_type: 'grant', amount: 25, description: 'sign_up' }),
    ]);
  });

  test('with no sign-up credits there is an empty account and no grant', async () => {
    const { accounts, database } = await openTestAccounts({ signUpCredits: 0 });
    await accounts.register(MINA);
    expect(await database.read.selectFrom('user_credits').select('credits').execute()).toEqual([
      { credits: 0 },
    ]);
    expect(await database.read.selectFrom('credit_transactions').selectAll().execute()).toEqual([]);
  });

  test('says which of e-mail and user name is taken, and leaves nothing behind', async () => {
    const { accounts, database } = await openTestAccounts();
    await accounts.register(MINA);
    await expect(accounts.register({ ...MINA, username: 'other' })).rejects.toThrow(code('email_taken'));
    await expect(accounts.register({ ...MINA, email: 'other@example.com' })).rejects.toThrow(
      code('username_taken'),
    );
    for (const table of ['users', 'user_credits', 'credit_transactions', 'sessions'] as const) {
      expect(await database.read.selectFrom(table).selectAll().execute(), table).toHaveLength(1);
    }
  });

  test('of many registrations of one address at once exactly one wins', async () => {
    const { accounts, database } = await openTestAccounts();
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => accounts.register({ ...MINA, username: `mina-${index}` })),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(11);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'email_taken' });
    expect(await database.read.selectFrom('users').selectAll().execute()).toHaveLength(1);
    expect(await database.read.selectFrom('credit_transactions').selectAll().execute()).toHaveLength(1);
  });

  test('a user name that only looks different because of its composition is taken', async () => {
    const { accounts } = await openTestAccounts();
    await accounts.register({ ...MINA, username: 'caf\u00e9' });
    await expect(
      accounts.register({ ...MINA, email: 'other@example.com', username: 'cafe\u0301' }),
    ).rejects.toThrow(code('username_taken'));
  });

  test('is refused when closed, but operators’ tools still make users', async () => {
    const { accounts, database, passwords } = await openTestAccounts({ registrationOpen: false });
    await expect(accounts.register(MINA)).rejects.toThrow(code('registration_closed'));
    expect(await database.read.selectFrom('users').selectAll().execute()).toEqual([]);
    const passwordHash = await passwords.hash(MINA.password);
    await database.transaction((transaction) =>
      accounts.createUser(transaction, {
        ...MINA,
        id: 'user_1',
        passwordHash,
        role: 'operator',
        credits: 100,
      }),
    );
    const { account } = await accounts.signIn({ ...MINA, address: ADDRESS });
    expect(account).toMatchObject({ id: 'user_1', role: 'operator' });
  });
});

describe('signIn', () => {
  test('wrong password, unknown address and account without a password give the same answer after the same work', async () => {
    const { accounts, passwords, database } = await openTestAccounts();
    await accounts.register(MINA);
    await accounts.register({ ...MINA, email: 'sso@example.com', username: 'sso' });
    await database.transaction((transaction) =>
      transaction.query
        .updateTable('users')
        .set({ password_hash: null })
        .where('email', '=', 'sso@example.com')
        .execute(),
    );
    const verify = vi.spyOn(passwords, 'verify');
    for (const email of [MINA.email, 'nobody@example.com', 'sso@example.com']) {
      const attempt = accounts.signIn({ email, password: 'wrong', address: ADDRESS });
      await expect(attempt, email).rejects.toThrow(code('credentials_wrong'));
    }
    expect(verify.mock.calls).toEqual([
      ['wrong', expect.stringMatching(/^\$argon2id\$/)],
      ['wrong', null],
      ['wrong', null],
    ]);
  });

  test('five failures close an account for the window, also for the right password', async () => {
    const { accounts, clock } = await openTestAccounts();
    await accounts.register(MINA);
    for (let failure = 0; failure < 5; failure += 1) {
      const attempt = accounts.signIn({ ...MINA, password: 'wrong', address: `203.0.113.${failure}` });
      await expect(attempt).rejects.toThrow(code('credentials_wrong'));
    }
    clock.advance(WINDOW_MS - 61_000);
    await expect(accounts.signIn({ ...MINA, address: '198.51.100.1' })).rejects.toThrow(
      expect.objectContaining({ code: 'sign_in_limited', values: { minutes: 2 } }),
    );
    clock.advance(61_000);
    expect((await accounts.signIn({ ...MINA, address: '198.51.100.1' })).account.email).toBe(MINA.email);
  });

  test('an unknown address is limited in the same way, so the limit tells nothing', async () => {
    const { accounts } = await openTestAccounts();
    const attempt = () => accounts.signIn({ email: 'nobody@example.com', password: 'x', address: ADDRESS });
    for (let failure = 0; failure < 5; failure += 1)
      await expect(attempt()).rejects.toThrow(code('credentials_wrong'));
    await expect(attempt()).rejects.toThrow(code('sign_in_limited'));
  });

  test('guesses sent all at once get no more tries than guesses one by one', async () => {
    const { accounts } = await openTestAccounts();
    await accounts.register(MINA);
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        accounts.signIn({ ...MINA, password: `guess ${index}`, address: `203.0.113.${index}` }),
      ),
    );
    const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'in'));
    expect(codes.filter((each) => each === 'credentials_wrong')).toHaveLength(5);
    expect(codes.filter((each) => each === 'sign_in_limited')).toHaveLength(25);
  });

  test('twenty failures close a network address, whatever accounts were tried', async () => {
    const { accounts } = await openTestAccounts();
    await accounts.register(MINA);
    for (let failure = 0; failure < 20; failure += 1) {
      const attempt = accounts.signIn({ email: `n${failure}@example.com`, password: 'x', address: ADDRESS });
      await expect(attempt).rejects.toThrow(code('credentials_wrong'));
    }
    await expect(accounts.signIn({ ...MINA, address: ADDRESS })).rejects.toThrow(code('sign_in_limited'));
    await expect(accounts.signIn({ ...MINA, address: '198.51.100.1' })).resolves.toBeDefined();
  });

  test('a right password forgets the failures of its account but not those of the network address', async () => {
    const { accounts } = await openTestAccounts();
    await accounts.register(MINA);
    const fail = (email: string) =>
      expect(accounts.signIn({ email, password: 'wrong', address: ADDRESS })).rejects.toThrow(
        code('credentials_wrong'),
      );
    for (let round = 0; round < 5; round += 1) {
      for (let failure = 0; failure < 4; failure += 1)
        await fail(round === 0 ? MINA.email : `n${round}${failure}@example.com`);
      if (round < 4) await accounts.signIn({ ...MINA, address: ADDRESS });
    }
    await expect(accounts.signIn({ ...MINA, address: ADDRESS })).rejects.toThrow(code('sign_in_limited'));
  });

  test('only who knows the password learns that an account is switched off', async () => {
    const { accounts, database } = await openTestAccounts();
    await accounts.register(MINA);
    await database.transaction((transaction) =>
      transaction.query.updateTable('users').set({ is_active: 0 }).execute(),
    );
    const wrong = accounts.signIn({ ...MINA, password: 'wrong', address: ADDRESS });
    await expect(wrong).rejects.toThrow(code('credentials_wrong'));
    await expect(accounts.signIn({ ...MINA, address: ADDRESS })).rejects.toThrow(code('account_disabled'));
    expect(await database.read.selectFrom('sessions').selectAll().execute()).toHaveLength(1);
  });

  test('a hash of an older cost is made again with the password at hand', async () => {
    const { accounts, database, passwords } = await openTestAccounts();
    const older = await new PasswordHasher({ memoryKib: 16, passes: 2, lanes: 1 }).hash(MINA.password);
    await database.transaction((transaction) =>
      accounts.createUser(transaction, { ...MINA, passwordHash: older, credits: 0 }),
    );
    await accounts.signIn({ ...MINA, address: ADDRESS });
    const { password_hash: stored } = await database.read
      .selectFrom('users')
      .select('password_hash')
      .executeTakeFirstOrThrow();
    expect(stored).not.toBe(older);
    expect(passwords.needsRehash(String(stored))).toBe(false);
    expect(await passwords.verify(MINA.password, stored)).toBe(true);
  });
});

describe('accountOf', () => {
  test('shows the membership that lasts longest and whether it is running', async () => {
    const { accounts, database, clock } = await openTestAccounts();
    const { account } = await accounts.register(MINA);
    const membership = (id: string, starts_at: string, ends_at: string) =>
      database.transaction((transaction) =>
        transaction.query
          .insertInto('memberships')
          .values({ id, user_id: account.id, plan: id, starts_at, ends_at, created_at: starts_at })
          .execute(),
      );
    await membership('old', '2025-01-01T00:00:00.000Z', '2025-02-01T00:00:00.000Z');
    expect((await accounts.accountOf(account.id)).membership).toMatchObject({ plan: 'old', active: false });
    await membership('new', '2026-02-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z');
    expect((await accounts.accountOf(account.id)).membership).toMatchObject({
      plan: 'new',
      startsAt: '2026-02-01T00:00:00.000Z',
      endsAt: '2026-03-02T00:00:00.000Z',
      active: true,
    });
    clock.advance(2 * 24 * 60 * 60_000);
    expect((await accounts.accountOf(account.id)).membership).toMatchObject({ plan: 'new', active: false });
  });
});
