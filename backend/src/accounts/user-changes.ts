import type { Transaction } from '../db/database.ts';
import type { UserChangesTable } from '../db/user-tables.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { newId } from '../lib/new-id.ts';

export interface UserChange {
  readonly userId: string;
  /** The operator's or the user's own id; null for the command line. */
  readonly changedBy: string | null;
  readonly field: UserChangesTable['field'];
  /** Never a secret. */
  readonly oldValue?: string;
  readonly newValue?: string;
}

/** Notes who changed what about an account, in the transaction that changes it. The note is never altered. */
export async function recordUserChange(
  { query }: Transaction,
  clock: Clock,
  change: UserChange,
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
