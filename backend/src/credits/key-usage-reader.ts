import type { ApiKey, ApiKeyDay } from '@atelier/shared/contracts/api-key';
import type { Database } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import { lastDays, monthOf } from './calendar.ts';

/** Who pays for work: an account, and the API key it was ordered with, whose limit then holds too. */
export interface Payer {
  readonly userId: string;
  /** Null for a signed-in user. */
  readonly apiKeyId: string | null;
}

/** Reads what was used through API keys. */
export class KeyUsageReader {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** This month's figures of keys, as a function from their ids. */
  async monthsOf(apiKeyIds: readonly string[]): Promise<(apiKeyId: string) => ApiKey['month']> {
    const { firstDay, lastDay, startsAt, endsAt } = monthOf(timestamp(this.#clock));
    // PostgreSQL knows no empty list.
    if (apiKeyIds.length === 0) return () => ({ startsAt, endsAt, tasks: 0, held: 0, spent: 0 });
    const rows = await this.#database.read
      .selectFrom('api_key_usage')
      .select((eb) => [
        'api_key_id',
        eb.fn.sum<number>('tasks').as('tasks'),
        eb.fn.sum<number>('held').as('held'),
        eb.fn.sum<number>('spent').as('spent'),
      ])
      .where('api_key_id', 'in', [...apiKeyIds])
      .where('day', '>=', firstDay)
      .where('day', '<=', lastDay)
      .groupBy('api_key_id')
      .execute();
    const used = new Map(rows.map((row) => [row.api_key_id, row]));
    return (apiKeyId) => {
      const { tasks = 0, held = 0, spent = 0 } = used.get(apiKeyId) ?? {};
      return { startsAt, endsAt, tasks: Number(tasks), held: Number(held), spent: Number(spent) };
    };
  }

  /** The last `count` days of a key up to today, the oldest first, days without use included. */
  async daysOf(apiKeyId: string, count: number): Promise<ApiKeyDay[]> {
    const days = lastDays(timestamp(this.#clock), count);
    const rows = await this.#database.read
      .selectFrom('api_key_usage')
      .select(['day', 'tasks', 'held', 'spent'])
      .where('api_key_id', '=', apiKeyId)
      .where('day', '>=', days[0] ?? '')
      .execute();
    const used = new Map(rows.map((row) => [row.day, row]));
    return days.map((day) => used.get(day) ?? { day, tasks: 0, held: 0, spent: 0 });
  }

  /** The limit of a key and what is used of it this month, held credits included; undefined without a limit. */
  async limitOf(apiKeyId: string): Promise<{ limit: number; used: number } | undefined> {
    const key = await this.#database.read
      .selectFrom('api_keys')
      .select('credits_per_month')
      .where('id', '=', apiKeyId)
      .executeTakeFirst();
    const limit = key?.credits_per_month ?? null;
    if (limit === null) return undefined;
    const { held, spent } = (await this.monthsOf([apiKeyId]))(apiKeyId);
    return { limit, used: held + spent };
  }

  /**
   * Refuses early what the ledger would refuse anyway.
   * @throws AppError api_key_credits_limited with both figures.
   */
  async assertRoom(apiKeyId: string, amount: number): Promise<void> {
    const month = await this.limitOf(apiKeyId);
    if (month && month.used + amount > month.limit) {
      throw new AppError('api_key_credits_limited', { ...month, required: amount });
    }
  }
}
