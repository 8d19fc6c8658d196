import type { Role } from '@atelier/shared/roles';
import type { Ledger } from '../credits/ledger.ts';
import type { Transaction } from '../db/database.ts';
import { isUniqueViolation } from '../db/database-errors.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';

export interface NewUser {
  /** Given only for accounts with a well-known id, such as the demo account. */
  readonly id?: string;
  /** In the form `emailSchema` gives it: trimmed and in lower case. */
  readonly email: string;
  readonly username: string;
  /** From PasswordHasher.hash. */
  readonly passwordHash: string;
  readonly role?: Role;
  /** Whole credits granted as `sign_up`; 0 for none. */
  readonly credits: number;
}

/** Writes a user with an open credit account and the sign-up grant. Returns the user's id. */
export async function createUser(
  { clock, ledger }: { clock: Clock; ledger: Ledger },
  transaction: Transaction,
  user: NewUser,
): Promise<string> {
  const id = user.id ?? newId('user', clock);
  const at = timestamp(clock);
  await transaction.query
    .insertInto('users')
    .values({
      id,
      email: user.email,
      // One spelling per name: characters that look the same must not make two accounts.
      username: user.username.normalize('NFC'),
      password_hash: user.passwordHash,
      avatar_url: null,
      role: user.role ?? 'user',
      created_at: at,
      updated_at: at,
    })
    .execute();
  await ledger.openAccount(transaction, id);
  if (user.credits > 0)
    await ledger.grant(transaction, { userId: id, amount: user.credits, reason: 'sign_up' });
  return id;
}

/** Which of the two unique columns was taken: SQLite names it in the message, PostgreSQL in `constraint`. */
export function takenError(error: unknown): AppError | undefined {
  if (!isUniqueViolation(error) || !(error instanceof Error)) return undefined;
  const rule = 'constraint' in error ? String(error.constraint) : error.message;
  if (/users[._]email/.test(rule)) return new AppError('email_taken', {}, { cause: error });
  if (/users[._]username/.test(rule)) return new AppError('username_taken', {}, { cause: error });
  return undefined;
}
