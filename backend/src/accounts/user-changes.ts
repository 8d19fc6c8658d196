import type { UserChange } from '@atelier/shared/contracts/user';
import type { Database, Transaction } from '../db/database.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';

export interface NewUserChange {
  readonly userId: string;
  /** The operator's or the user's own id; null for the command line. */
  readonly changedBy: string | null;
  readonly field: UserChange['field'];
  /** Never a secret. */
  readonly oldValue?: string;
  readonly newValue?: string;
}

/** Notes who changed what about an account, in the transaction that changes it. The note is never altered. */
export async function recordUserChange(
  { query }: Transaction,
  clock: Clock,
  change: NewUserChange,
): Promise<void> {
  await query
    .insertInto('user_changes')
    .values({
      id: newId('userChange', clock),
      user_id: change.userId,
      changed_by: change.changedBy,
      field: change.field,
      old_value: change.oldValue ?? null,
      new_value: change.newValue ?? null,
      created_at: timestamp(clock),
    })
    .execute();
}

/** What was changed about an account, newest first. An unknown account has no changes. */
export async function readUserChanges(
  { read }: Database,
  userId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ changes: UserChange[]; total: number }> {
  const ofUser = read.selectFrom('user_changes').where('user_changes.user_id', '=', userId);
  const { count } = await ofUser
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const rows = await ofUser
    .leftJoin('users as author', 'author.id', 'user_changes.changed_by')
    .select(['user_changes.id', 'field', 'old_value', 'new_value', 'user_changes.created_at', 'author.email'])
    .orderBy('user_changes.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  const changes = rows.map(({ id, field, old_value, new_value, created_at, email }) => ({
    id,
    field,
    oldValue: old_value,
    newValue: new_value,
    changedBy: email,
    createdAt: created_at,
  }));
  return { changes, total: Number(count) };
}
