import type { AccountService } from './accounts/account-service.ts';
import type { Memberships } from './accounts/memberships.ts';
import type { PasswordHasher } from './accounts/passwords.ts';
import type { Database } from './db/database.ts';
import { type Clock, timestamp } from './lib/clock.ts';

/** What the membership brings at once and every month; together with the gift of the account it makes 100. */
const MONTHLY_CREDITS = 50;

/** Accounts for trying things out. Never made in production. */
export const DEMO_ACCOUNTS = [
  {
    id: 'user_1',
    email: 'test@example.com',
    username: 'testuser',
    password: 'atelier-demo',
    role: 'user',
    credits: 50,
  },
  {
    id: 'user_operator',
    email: 'admin@example.com',
    username: 'admin',
    password: 'atelier-admin',
    role: 'operator',
    credits: 50,
  },
] as const;

/** Makes the demo accounts that are missing, each with credits and a running membership. Returns how many it made. */
export async function seedDemoData(parts: {
  database: Database;
  accounts: AccountService;
  memberships: Memberships;
  passwords: PasswordHasher;
  clock: Clock;
}): Promise<number> {
  const { database, accounts, memberships, passwords, clock } = parts;
  const existing = await database.read
    .selectFrom('users')
    .select('email')
    .where(
      'email',
      'in',
      DEMO_ACCOUNTS.map((account) => account.email),
    )
    .execute();
  const missing = DEMO_ACCOUNTS.filter((account) => !existing.some((user) => user.email === account.email));
  for (const { password, ...account } of missing) {
    const passwordHash = await passwords.hash(password);
    await database.transaction(async (transaction) => {
      const userId = await accounts.createUser(transaction, { ...account, passwordHash });
      await memberships.create(transaction, {
        userId,
        plan: 'Demo',
        startsAt: timestamp(clock),
        months: 12,
        creditsPerPeriod: MONTHLY_CREDITS,
        periodMonths: 1,
        request: null,
      });
    });
  }
  return missing.length;
}
