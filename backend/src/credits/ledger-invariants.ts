import { type Kysely, sql } from 'kysely';
import type { Tables } from '../db/tables.ts';

/** A rule that must always hold, as a query that returns the rows which break it. */
export interface Invariant {
  readonly name: string;
  violations(db: Kysely<Tables>): Promise<readonly Record<string, unknown>[]>;
}

type Violation = Record<string, unknown>;

async function rows(
  db: Kysely<Tables>,
  query: ReturnType<typeof sql<Violation>>,
): Promise<readonly Violation[]> {
  return (await query.execute(db)).rows;
}

/**
 * What must hold at every moment, whatever happened before: looked at by tests, by the doctor, once a day by the
 * server, after every restore and after every drill. A task's slot with its provider is its phase, so that an ended
 * task has none by definition. The bytes of stored files have a check of their own (`assets/asset-audit.ts`).
 */
export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    name: 'every attempt of a task has exactly one hold, and an ended attempt exactly one end',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select t.id, t.phase, t.attempt,
            sum(case when c.transaction_type = 'hold' then 1 else 0 end) as holds,
            sum(case when c.entry_key like '%:end' then 1 else 0 end) as ends
          from ai_tasks t left join credit_transactions c on c.task_id = t.id
          group by t.id, t.phase, t.attempt
          having sum(case when c.transaction_type = 'hold' then 1 else 0 end) <> t.attempt
            or sum(case when c.entry_key like '%:end' then 1 else 0 end)
              <> t.attempt - (case when t.phase = 'ended' then 0 else 1 end)`,
      ),
  },
  {
    name: 'settled plus released equals held for every ended attempt',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select h.task_id, h.attempt, h.amount as held, sum(e.amount) as ended
          from credit_transactions h
          join credit_transactions e
            on e.task_id = h.task_id and e.attempt = h.attempt and e.transaction_type in ('settle', 'release')
          where h.transaction_type = 'hold'
          group by h.task_id, h.attempt, h.amount
          having sum(e.amount) <> h.amount`,
      ),
  },
  {
    name: 'a completed task is settled, a failed or canceled one is released',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select t.id, t.status, c.transaction_type
          from ai_tasks t join credit_transactions c on c.task_id = t.id and c.attempt = t.attempt
          where (t.status = 'completed' and c.transaction_type = 'release' and c.entry_key not like '%:rest')
            or (t.status in ('failed', 'canceled') and c.transaction_type = 'settle')`,
      ),
  },
  {
    name: 'what an ended task says it was charged is what was settled for its latest attempt',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select t.id, t.status, t.charged_credits, coalesce(sum(c.amount), 0) as settled
          from ai_tasks t left join credit_transactions c
            on c.task_id = t.id and c.attempt = t.attempt and c.transaction_type = 'settle'
          where t.phase = 'ended'
          group by t.id, t.status, t.charged_credits
          having t.charged_credits is null or coalesce(sum(c.amount), 0) <> t.charged_credits`,
      ),
  },
  {
    name: 'every task whose outcome stayed unknown is in the loss account',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select t.id, t.attempt from ai_tasks t
          left join vendor_losses l on l.task_id = t.id and l.attempt = t.attempt
          where t.status = 'failed' and t.error_code = 'vendor_outcome_unknown' and l.id is null`,
      ),
  },
  {
    name: 'no batch holds and has cost more than was agreed for it',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select b.id, b.max_credits,
            sum(case when t.phase = 'ended' then coalesce(t.charged_credits, 0) else t.price_credits end) as committed
          from batches b join ai_tasks t on t.batch_id = b.id
          group by b.id, b.max_credits
          having sum(case when t.phase = 'ended' then coalesce(t.charged_credits, 0) else t.price_credits end)
            > b.max_credits`,
      ),
  },
  {
    name: 'no account is negative',
    violations: (db) => rows(db, sql<Violation>`select * from user_credits where credits < 0 or held < 0`),
  },
  {
    name: 'every account equals the sum of its entries',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select u.user_id, u.credits, u.held, coalesce(s.credits, 0) as ledger_credits, coalesce(s.held, 0) as ledger_held
          from user_credits u left join (
            select user_id, sum(balance_after - balance_before) as credits, sum(held_after - held_before) as held
            from credit_transactions group by user_id
          ) s on s.user_id = u.user_id
          where u.credits <> coalesce(s.credits, 0) or u.held <> coalesce(s.held, 0)`,
      ),
  },
  {
    name: 'each entry begins where the one before it ended',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select id, user_id from (
            select id, user_id, balance_before, held_before,
              lag(balance_after, 1, 0) over (partition by user_id order by id) as previous_balance,
              lag(held_after, 1, 0) over (partition by user_id order by id) as previous_held
            from credit_transactions
          ) chained where balance_before <> previous_balance or held_before <> previous_held`,
      ),
  },
  {
    name: 'what every API key has used on a day equals its entries',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select api_key_id, day, sum(tasks) as tasks, sum(held) as held, sum(spent) as spent from (
            select api_key_id, day, tasks, held, spent from api_key_usage
            union all
            select h.api_key_id, substr(h.created_at, 1, 10),
              case e.transaction_type when 'hold' then -1 else 0 end,
              case e.transaction_type when 'hold' then -e.amount else e.amount end,
              case e.transaction_type when 'settle' then -e.amount else 0 end
            from credit_transactions h
            join credit_transactions e on e.task_id = h.task_id and e.attempt = h.attempt
              and e.transaction_type in ('hold', 'settle', 'release')
            where h.transaction_type = 'hold' and h.api_key_id is not null
          ) counted group by api_key_id, day
          having sum(tasks) <> 0 or sum(held) <> 0 or sum(spent) <> 0`,
      ),
  },
  {
    name: 'every entry moves credits as its kind says, and nothing appears or vanishes on the way',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select id, user_id, transaction_type, amount from (
            select id, user_id, transaction_type, amount,
              balance_after - balance_before as credits, held_after - held_before as held
            from credit_transactions
          ) moved
          where not (case transaction_type
            when 'hold' then amount > 0 and credits = -amount and held = amount
            when 'release' then amount > 0 and credits = amount and held = -amount
            when 'settle' then amount > 0 and credits = 0 and held = -amount
            else credits = amount and held = 0 end)`,
      ),
  },
  {
    name: 'no ended task keeps a lease',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select id, phase, lease_token, lease_until from ai_tasks
          where phase = 'ended' and (lease_token is not null or lease_until is not null)`,
      ),
  },
  {
    name: 'every live task has a time at which it is due, no ended one has',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select id, phase, due_at from ai_tasks
          where (phase = 'ended') = (due_at is not null)`,
      ),
  },
  {
    name: 'event numbers of each task have no gap',
    violations: (db) =>
      rows(
        db,
        sql<Violation>`
          select t.id, t.event_count, count(e.id) as stored, max(e.task_sequence) as highest
          from ai_tasks t left join events e on e.task_id = t.id
          group by t.id, t.event_count
          having count(e.id) <> t.event_count or coalesce(max(e.task_sequence), 0) <> t.event_count`,
      ),
  },
];

/** A rule by its name, and the rows that break it. */
export interface BrokenRule {
  readonly rule: string;
  readonly rows: readonly Violation[];
}

/** All broken rules with the rows that break them; an empty list is the only good answer. */
export async function findViolations(db: Kysely<Tables>): Promise<readonly BrokenRule[]> {
  const broken: BrokenRule[] = [];
  for (const invariant of LEDGER_INVARIANTS) {
    const found = await invariant.violations(db);
    if (found.length > 0) broken.push({ rule: invariant.name, rows: found });
  }
  return broken;
}
