import type { AccountService } from './accounts/account-service.ts';
import type { PasswordHasher } from './accounts/passwords.ts';
import type { Database } from './db/database.ts';
import { type Clock, timestamp } from './lib/clock.ts';

const YEAR_MS = 365 * 24 * 60 * 60_000;

/** Accounts for trying things out. Never made in production. */
export const DEMO_ACCOUNTS = [
  {
    id: 'user_1',
    email: 'test@example.com',
    username: 'testuser',
    password: 'atelier-demo',
    role: 'user',
    credits: 100,
  },
  {
    id: 'user_operator',
    email: 'admin@example.com',
    username: 'admin',
    password: 'atelier-admin',
    role: 'operator',
    credits: 100,
  },
] as const;

/** Makes the demo accounts that are missing, each with credits and a running membership. Returns how many it made. */
export async function seedDemoData(parts: {
  database: Database;
  accounts: AccountService;
  passwords: PasswordHasher;
  clock: Clock;
}): Promise<number> {
  const { database, accounts, passwords, clock } = parts;
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
      const at = timestamp(clock);
      await transaction.query
        .insertInto('memberships')
        .values({
          id: `membership_${userId}`,
          user_id: userId,
          plan: 'Demo',
          starts_at: at,
          ends_at: timestamp(clock, YEAR_MS),
          created_at: at,
        })
        .execute();
    });
  }
  return missing.length;
}
