import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Parts } from '@atelier/backend/compose';
import { RenewingPool } from '@atelier/backend/db/renewing-pool';
import { runAsSystem } from '@atelier/backend/lib/actor-scope';
import { AppError } from '@atelier/backend/lib/app-error';
import { systemClock, timestamp } from '@atelier/backend/lib/clock';

/**
 * Bugs that are planted to see a drill turn red. Each replaces one real part of the running server by a plausible
 * wrong one, as somebody in a hurry might write it; nothing of this is in the server itself.
 */
type Plant = (parts: Parts) => void | Promise<void>;

/** Long enough for a race to be lost now and then, short enough to look harmless. */
const RACE_MS = 80;

export const PLANTS: Readonly<Record<string, Plant>> = {
  /** Tasks are answered with everything their rows hold. */
  'answer-raw-rows': ({ reader }) => {
    const present = reader.present.bind(reader);
    reader.present = async (rows, locale) => {
      const tasks = await present(rows, locale);
      return tasks.map((task, index) => ({ ...rows[index], ...task }));
    };
  },

  /** Tasks whose process died are never looked at again. */
  'forget-the-dead': ({ sweeper }) => {
    sweeper.adoptAll = async () => 0;
    sweeper.wakeDue = async () => undefined;
  },

  /** A finished task is charged in a transaction of its own, right after the one that completes it. */
  'charge-apart': ({ ledger, database }) => {
    const settle = ledger.settle.bind(ledger);
    ledger.settle = async (transaction, attempt, amount) => {
      const spent = amount ?? 0;
      transaction.afterCommit(() => {
        void database.transaction((later) => settle(later, attempt, amount));
      });
      return spent;
    };
  },

  /** Keys of requests are not kept. */
  'forget-keys': ({ tasks }) => {
    const create = tasks.create.bind(tasks);
    tasks.create = ({ repeatable: _repeatable, ...task }) => create(task);
    tasks.replayOf = async () => undefined;
  },

  /** The balance is looked at first and spent afterwards, with other orders in between. */
  'check-then-spend': ({ tasks, ledger, database, clock }) => {
    const lookAt = (userId: string) =>
      database.read
        .selectFrom('user_credits')
        .selectAll()
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow();
    const looked = new Map<string, Awaited<ReturnType<typeof lookAt>>>();
    const create = tasks.create.bind(tasks);
    tasks.create = async (task) => {
      looked.set(task.userId, await lookAt(task.userId));
      await sleep(RACE_MS);
      return create(task);
    };
    ledger.hold = async ({ query }, { userId, taskId, attempt }, amount) => {
      const { credits, held } = looked.get(userId) ?? (await lookAt(userId));
      if (credits < amount)
        throw new AppError('credits_insufficient', { required: amount, available: credits });
      const after = { credits: credits - amount, held: held + amount };
      await query.updateTable('user_credits').set(after).where('user_id', '=', userId).execute();
      const entry = {
        user_id: userId,
        task_id: taskId,
        attempt,
        transaction_type: 'hold' as const,
        amount,
        balance_before: credits,
        balance_after: after.credits,
        held_before: held,
        held_after: after.held,
        entry_key: `${taskId}:${attempt}:hold`,
        created_at: timestamp(clock),
      };
      await query.insertInto('credit_transactions').values(entry).execute();
    };
  },

  /** Canceling looks whether the task is live and then writes, without asking again. */
  'cancel-what-was-live': ({ tasks, reader, ledger, database, clock }) => {
    tasks.cancel = async (userId, taskId) => {
      const found = await reader.get(userId, taskId);
      if (found.phase === 'ended') throw new AppError('task_not_cancelable');
      await sleep(RACE_MS);
      const at = timestamp(clock);
      await database.transaction(({ query }) =>
        query
          .updateTable('ai_tasks')
          .set({ phase: 'ended', status: 'canceled', charged_credits: 0, completed_at: at, due_at: null })
          .set({ lease_token: null, lease_until: null })
          .where('id', '=', taskId)
          .execute(),
      );
      await database
        .transaction((later) => ledger.release(later, { userId, taskId, attempt: found.attempt }, 'canceled'))
        .catch(() => undefined);
      return reader.get(userId, taskId);
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

  /** A store that could not write is taken at its first word. */
  'ignore-store-errors': ({ store }) => {
    const putFile = store.putFile.bind(store);
    store.putFile = (key, file, options) =>
      putFile(key, file, options).catch(() => ({
        key,
        sizeBytes: options.sizeBytes,
        contentType: options.contentType,
      }));
  },

  /** Files are said to be stored while they are still on their way. */
  'store-later': ({ store }) => {
    const putFile = store.putFile.bind(store);
    store.putFile = async (key, file, options) => {
      const copy = path.join(await mkdtemp(path.join(tmpdir(), 'atelier-later-')), 'file');
      await copyFile(file, copy);
      setTimeout(() => void putFile(key, copy, options).catch(() => undefined), RACE_MS);
      return { key, sizeBytes: options.sizeBytes, contentType: options.contentType };
    };
  },

  /** A worker's late writes are taken although its lease is somebody else's. */
  'no-fencing': ({ mover }) => {
    const move = mover.move.bind(mover);
    mover.move = (transaction, name, { leaseToken: _leaseToken, ...options }) =>
      move(transaction, name, options);
  },

  /** A callback that tells of success is believed: the task is completed and charged from it. */
  'believe-callbacks': ({ callbackDesk, callbacks, database, ledger, mover }) => {
    callbackDesk.receive = async (address, readMessage) => {
      const { taskId } = address;
      const attempt = callbacks.attemptOf(address);
      const message = attempt === undefined ? undefined : await readMessage();
      if (!message?.body.includes('succeeded')) return 'unverified';
      await runAsSystem(() =>
        database.transaction(async (transaction) => {
          await mover.move(transaction, 'collect', { taskId });
          const done = await mover.move(transaction, 'complete', { taskId });
          if (done) await ledger.settle(transaction, { userId: done.user_id, taskId, attempt: done.attempt });
        }),
      );
      return 'sooner';
    };
  },

  /** A connection whose statement had no answer goes back to the pool, as `pg` itself does it. */
  'keep-dead-lines': () => {
    RenewingPool.prototype.release = (client) => client.release();
  },

  /** Leases and deadlines follow the machine's clock wherever it jumps. */
  'trust-the-clock': () => {
    systemClock.now = () => new Date();
  },
};
