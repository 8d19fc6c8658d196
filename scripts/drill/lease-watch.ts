import type { Parts } from '@atelier/backend/compose';
import type { Transaction } from '@atelier/backend/db/database';
import type { LateWrites, ServerMessage } from './server-plan.ts';

/**
 * Looks at the lease in the database itself before each write that a worker makes under one, and counts what became of
 * writes whose lease was somebody else's by then. Wraps whatever is planted, so it also sees what a bug lets pass.
 */
export function watchLeases({ mover, database }: Parts): void {
  const counts = { refused: 0, taken: 0 };
  const isOwn = async ({ query }: Transaction, taskId: string, leaseToken: string): Promise<boolean> => {
    const row = await query
      .selectFrom('ai_tasks')
      .select('lease_token')
      .where('id', '=', taskId)
      .$if(database.dialect === 'postgres', (rows) => rows.forUpdate())
      .executeTakeFirst();
    return row?.lease_token === leaseToken;
  };
  const note = (wasOwn: boolean, isWritten: boolean): void => {
    if (!wasOwn) counts[isWritten ? 'taken' : 'refused'] += 1;
  };
  const move = mover.move.bind(mover);
  mover.move = async (transaction, name, options) => {
    const { leaseToken, taskId } = options;
    if (leaseToken === undefined) return move(transaction, name, options);
    const wasOwn = await isOwn(transaction, taskId, leaseToken);
    const row = await move(transaction, name, options);
    note(wasOwn, row !== undefined);
    return row;
  };
  const progress = mover.progress.bind(mover);
  mover.progress = async (transaction, report) => {
    const wasOwn = await isOwn(transaction, report.taskId, report.leaseToken);
    const isWritten = await progress(transaction, report);
    note(wasOwn, isWritten);
    return isWritten;
  };
  process.on('message', (message: ServerMessage) => {
    if (message.tell === 'leases') process.send?.({ late: counts satisfies LateWrites });
  });
}
