import type { VendorLoss } from '@atelier/shared/contracts/loss';
import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow, VendorLossesTable } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';

/**
 * The loss account: work that a vendor did, or may have done, and that nobody here paid for, because its outcome never
 * reached us, came too late, could not be kept or was canceled. The user got the credits back and the start was not
 * repeated; an operator compares the entry with the vendor's bill.
 */
export class VendorLosses {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(parts: { database: Database; clock: Clock; logger: Logger }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  /** Books the loss of an attempt, once: in the transaction that ends and refunds it, or when it turns out later. */
  async book({ query, afterCommit }: Transaction, task: TaskRow, detail: string): Promise<void> {
    const { id: task_id, attempt, user_id, ai_provider: provider, ai_model: model } = task;
    await query
      .insertInto('vendor_losses')
      .values({
        task_id,
        attempt,
        user_id,
        provider,
        model,
        estimated_credits: task.price_credits,
        detail,
        created_at: timestamp(this.#clock),
      })
      .onConflict((conflict) => conflict.columns(['task_id', 'attempt']).doNothing())
      .execute();
    afterCommit(() =>
      this.#logger.error(
        { taskId: task_id, provider, model, detail },
        'a vendor may have charged for work that was refunded here; see GET /api/admin/losses',
      ),
    );
  }

  /** Open losses first, the newest first. */
  async list(page: { limit: number; offset: number }): Promise<{ losses: VendorLoss[]; total: number }> {
    const rows = await this.#database.read
      .selectFrom('vendor_losses')
      .selectAll()
      .orderBy((eb) => eb.case().when('resolved_at', 'is', null).then(0).else(1).end())
      .orderBy('id', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute();
    const { count } = await this.#database.read
      .selectFrom('vendor_losses')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return { losses: rows.map(present), total: Number(count) };
  }

  /** Those of one task, the first first. */
  async ofTask(taskId: string): Promise<VendorLoss[]> {
    const rows = await this.#database.read
      .selectFrom('vendor_losses')
      .selectAll()
      .where('task_id', '=', taskId)
      .orderBy('attempt')
      .execute();
    return rows.map(present);
  }

  async countOpen(): Promise<number> {
    const { count } = await this.#database.read
      .selectFrom('vendor_losses')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('resolved_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** Notes how a loss was settled. @throws AppError not_found, also for one that is resolved already. */
  async resolve(id: number, operatorId: string, resolution: string): Promise<VendorLoss> {
    const row = await this.#database.transaction(({ query }) =>
      query
        .updateTable('vendor_losses')
        .set({ resolved_at: timestamp(this.#clock), resolved_by: operatorId, resolution })
        .where('id', '=', id)
        .where('resolved_at', 'is', null)
        .returningAll()
        .executeTakeFirst(),
    );
    if (!row) throw new AppError('not_found');
    return present(row);
  }
}

function present(row: Selectable<VendorLossesTable>): VendorLoss {
  return {
    id: row.id,
    taskId: row.task_id,
    attempt: row.attempt,
    userId: row.user_id,
    provider: row.provider,
    model: row.model,
    estimatedCredits: row.estimated_credits,
    detail: row.detail,
    createdAt: row.created_at,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    resolution: row.resolution,
  };
}
