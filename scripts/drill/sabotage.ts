import { randomUUID } from 'node:crypto';
import type { Parts } from '@atelier/backend/compose';
import type { Transaction } from '@atelier/backend/db/database';
import type { ProviderAdapter } from '@atelier/backend/providers/adapter';
import { watchBoundaries } from './boundaries.ts';
import type { ServerPlan } from './server-plan.ts';

/**
 * Bugs that are planted to see a drill turn red. Each replaces one real part of the running server by a plausible
 * wrong one; nothing of this is in the server itself.
 */
type Plant = (parts: Parts) => void | Promise<void>;

const PLANTS: Readonly<Record<string, Plant>> = {
  /** Tasks whose process died are never looked at again. */
  'forget-the-dead': ({ sweeper }) => {
    sweeper.adoptAll = async () => 0;
    sweeper.wakeDue = async () => undefined;
  },
  /** The end of a task books the price once more under a key of its own. */
  'charge-twice': ({ ledger }) => {
    const settle = ledger.settle.bind(ledger);
    ledger.settle = async (transaction, attempt, amount) => {
      const spent = await settle(transaction, attempt, amount);
      await bookAgain(transaction, attempt.userId, attempt.taskId);
      return spent;
    };
  },
  /** Keys of requests are not kept. */
  'forget-keys': ({ tasks }) => {
    const create = tasks.create.bind(tasks);
    tasks.create = (task) => create({ ...task, repeatable: undefined });
    tasks.replayOf = async () => undefined;
  },
  /** The balance is looked at first and spent afterwards. */
  'check-then-spend': ({ ledger, database }) => {
    ledger.hold = async (transaction, { userId, taskId }, amount) => {
      const seen = await database.read
        .selectFrom('user_credits')
        .selectAll()
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow();
      if (seen.credits < amount) throw new Error('not enough');
      await new Promise((resolve) => setTimeout(resolve, 1));
      await transaction.query
        .updateTable('user_credits')
        .set({ credits: seen.credits - amount, held: seen.held + amount })
        .where('user_id', '=', userId)
        .execute();
      void taskId;
    };
  },
  /** Canceling does not ask whether the task has ended. */
  'cancel-anyway': ({ tasks, database }) => {
    const cancel = tasks.cancel.bind(tasks);
    tasks.cancel = async (userId, taskId) => {
      await database.transaction((transaction) => bookAgain(transaction, userId, taskId));
      return cancel(userId, taskId);
    };
  },
  /** One event in forty is left out when a stream catches up. */
  'lose-events': ({ events }) => {
    const readAfter = events.readAfter.bind(events);
    events.readAfter = async (...query) => (await readAfter(...query)).filter(({ id }) => id % 40 !== 0);
  },
  /** A stop fails what is under way instead of putting it back in line. */
  'fail-on-stop': ({ mover }) => {
    const move = mover.move.bind(mover);
    mover.move = (transaction, name, options) =>
      name === 'requeue'
        ? move(transaction, 'fail', { ...options, set: { error_code: 'internal_error', error_values: '{}' } })
        : move(transaction, name, options);
  },
  /** A busy database is answered as if all were well. */
  'swallow-busy': ({ tasks }) => {
    const create = tasks.create.bind(tasks);
    let last: Awaited<ReturnType<typeof create>> | undefined;
    tasks.create = async (task) => {
      try {
        last = await create(task);
        return last;
      } catch (error) {
        if (last) return { ...last, id: `task_${randomUUID()}` };
        throw error;
      }
    };
  },
  /** A full disk is not noticed. */
  'ignore-full-disk': ({ store }) => {
    const putFile = store.putFile.bind(store);
    store.putFile = (key, file, options) =>
      putFile(key, file, options).catch(() => ({ key, ...options }) as Awaited<ReturnType<typeof putFile>>);
  },
  /** Rows are written before the bytes are there. */
  'row-before-bytes': ({ assets, database }) => {
    const insertRows = assets.insertRows.bind(assets);
    assets.insertRows = async () => undefined;
    const storeFiles = assets.storeFiles.bind(assets);
    assets.storeFiles = async (...files) => {
      const rows = await storeFiles(...files);
      await database.transaction((transaction) =>
        insertRows(
          transaction,
          rows.map((row) => ({ ...row, size_bytes: row.size_bytes + 1 })),
        ),
      );
      return rows;
    };
  },
  /** A worker's late writes are taken although its lease is somebody else's. */
  'no-fencing': ({ mover }) => {
    const move = mover.move.bind(mover);
    mover.move = (transaction, name, { leaseToken: _leaseToken, ...options }) =>
      move(transaction, name, options);
  },
};

/** Writes an end of the task's latest attempt that the ledger would refuse, past the ledger. */
async function bookAgain({ query }: Transaction, userId: string, taskId: string): Promise<void> {
  const account = await query
    .selectFrom('user_credits')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  await query
    .insertInto('credit_transactions')
    .values({
      user_id: userId,
      task_id: taskId,
      attempt: 1,
      transaction_type: 'release',
      amount: 1,
      balance_before: account.credits,
      balance_after: account.credits + 1,
      held_before: account.held + 1,
      held_after: account.held,
      entry_key: randomUUID(),
      created_at: new Date().toISOString(),
    })
    .execute();
}

/** Plants in the adapter, before the server is put together. */
export function plantBefore(name: string | undefined, adapter: ProviderAdapter): ProviderAdapter {
  switch (name) {
    case 'repeat-blindly':
      // As if the vendor knew our reference again, which it does not.
      return {
        ...adapter,
        isRepeatable: true,
        readStart(...heard) {
          const outcome = adapter.readStart(...heard);
          if (outcome.kind !== 'failed' || outcome.failure.kind !== 'outcome_unknown') return outcome;
          return { kind: 'failed', failure: { ...outcome.failure, kind: 'unavailable', retryAfterMs: 50 } };
        },
      };
    case 'new-reference':
      return {
        ...adapter,
        start(model, input) {
          return adapter.start(model, { ...input, taskId: randomUUID() });
        },
      };
    case 'limit-is-an-error':
      return {
        ...adapter,
        readStart(...heard) {
          const outcome = adapter.readStart(...heard);
          if (outcome.kind !== 'failed') return outcome;
          return {
            kind: 'failed',
            failure: { ...outcome.failure, kind: 'rejected', code: 'vendor_rejected' },
          };
        },
      };
    case 'no-limit':
      return { ...adapter, limitPer: 'process' };
    default:
      return adapter;
  }
}

/** Plants in the parts of the composed server, and watches its boundaries when a drill asks for that. */
export async function plantAfter(plan: ServerPlan, parts: Parts): Promise<void> {
  watchBoundaries(plan, parts);
  await PLANTS[plan.sabotage ?? '']?.(parts);
}
