import { BATCH_ITEM_STATES, type BatchItemState } from '@atelier/shared/batch-item-states';
import type { Batch, BatchState } from '@atelier/shared/contracts/batch';
import { MAX_RETRIES } from '@atelier/shared/limits';
import { isEnded, type TaskState } from '@atelier/shared/task-states';
import type { Kysely } from 'kysely';
import type { BatchRow } from '../db/batch-tables.ts';
import type { Tables } from '../db/tables.ts';

/** What is counted about a batch when somebody looks; nothing of it is kept, so nothing of it can be wrong. */
export interface BatchFigures {
  readonly counts: Batch['counts'];
  /** Percents of all tasks that are pending or processing, added up. */
  readonly openProgress: number;
  /** Whole percent of all places. */
  readonly progress: number;
  readonly retryableCount: number;
  readonly credits: Pick<Batch['credits'], 'held' | 'charged' | 'returned'>;
  readonly updatedAt: string;
  readonly lastEndAt: string | undefined;
}

/** Whether anything of a batch is still to come or to do. */
export function stateOf(batch: Pick<BatchRow, 'closed_at'>, counts: Batch['counts']): BatchState {
  if (counts.missing > 0 && batch.closed_at === null) return 'receiving';
  return counts.pending + counts.processing > 0 ? 'running' : 'ended';
}

/** The figures of several batches, by id, with one statement for their places and one for their credits. */
export async function figuresOf(
  read: Kysely<Tables>,
  batches: readonly BatchRow[],
): Promise<ReadonlyMap<string, BatchFigures>> {
  const ids = batches.map(({ id }) => id);
  const [groups, sums] = await Promise.all([readGroups(read, ids), readSums(read, ids)]);
  return new Map(
    batches.map((batch) => {
      const own = groups.filter(({ batch_id }) => batch_id === batch.id);
      return [
        batch.id,
        {
          counts: countsOf(own),
          openProgress: own.reduce(
            (sum, { state, progress }) =>
              sum + (state === 'pending' || state === 'processing' ? progress : 0),
            0,
          ),
          progress: progressOf(batch, own),
          retryableCount: own.reduce((sum, group) => sum + group.retryable, 0),
          credits: creditsOf(sums.filter(({ batch_id }) => batch_id === batch.id)),
          updatedAt: latest([batch.updated_at, ...own.map(({ updated }) => updated)]) ?? batch.updated_at,
          lastEndAt: latest(own.map(({ ended }) => ended)),
        },
      ];
    }),
  );
}

/** The places of one batch that are in the same state. */
interface Group {
  readonly batch_id: string;
  readonly state: BatchItemState;
  readonly count: number;
  readonly progress: number;
  readonly retryable: number;
  readonly ended: string | null;
  readonly updated: string | null;
}

async function readGroups(read: Kysely<Tables>, ids: readonly string[]): Promise<Group[]> {
  const rows = await read
    .selectFrom('batch_items as item')
    .leftJoin('ai_tasks as task', 'task.id', 'item.task_id')
    .select((eb) => [
      'item.batch_id',
      'task.status',
      eb.fn.count<number>('item.error_code').as('refused'),
      eb.fn.countAll<number>().as('count'),
      eb.fn.sum<number | null>('task.progress').as('progress'),
      eb.fn
        .sum<number | null>(
          eb
            .case()
            .when(
              eb.and([
                eb('task.status', '=', 'failed'),
                eb('task.retry_count', '<', MAX_RETRIES),
                eb('task.deleted_at', 'is', null),
              ]),
            )
            .then(1)
            .else(0)
            .end(),
        )
        .as('retryable'),
      eb.fn.max('task.completed_at').as('ended'),
      eb.fn.max('task.updated_at').as('updated'),
    ])
    .where('item.batch_id', 'in', [...ids])
    .groupBy(['item.batch_id', 'task.status'])
    .execute();
  return rows.flatMap(({ batch_id, status, ...figures }): Group[] => {
    const group = {
      batch_id,
      count: Number(figures.count),
      progress: Number(figures.progress ?? 0),
      retryable: Number(figures.retryable ?? 0),
      ended: figures.ended,
      updated: figures.updated,
    };
    if (status !== null) return [{ ...group, state: status }];
    // Places without a task are missing, or refused when there is a reason.
    const refused = Number(figures.refused);
    return [
      { ...group, state: 'missing', count: group.count - refused },
      { ...group, state: 'refused', count: refused },
    ];
  });
}

async function readSums(read: Kysely<Tables>, ids: readonly string[]) {
  return read
    .selectFrom('ai_tasks as task')
    .innerJoin('credit_transactions as entry', 'entry.task_id', 'task.id')
    .select((eb) => [
      'task.batch_id',
      'entry.transaction_type',
      eb.fn.sum<number>('entry.amount').as('amount'),
    ])
    .where('task.batch_id', 'in', [...ids])
    .groupBy(['task.batch_id', 'entry.transaction_type'])
    .execute();
}

function countsOf(groups: readonly Group[]): Batch['counts'] {
  const count = (state: BatchItemState) => groups.find((group) => group.state === state)?.count ?? 0;
  const entries = BATCH_ITEM_STATES.map((state) => [state, count(state)] as const);
  return Object.fromEntries(entries) as Batch['counts'];
}

function progressOf(batch: BatchRow, groups: readonly Group[]): number {
  const isSettled = (state: BatchItemState): boolean =>
    state === 'refused' ||
    (state === 'missing' ? batch.closed_at !== null : isEnded(state satisfies TaskState));
  const done = groups.reduce((sum, { state, count, progress }) => {
    if (isSettled(state)) return sum + 100 * count;
    return sum + (state === 'missing' ? 0 : progress);
  }, 0);
  return Math.floor(done / batch.file_count);
}

function creditsOf(sums: Awaited<ReturnType<typeof readSums>>): BatchFigures['credits'] {
  const sum = (type: string) =>
    Number(sums.find(({ transaction_type }) => transaction_type === type)?.amount ?? 0);
  const [charged, returned] = [sum('settle'), sum('release')];
  return { held: sum('hold') - charged - returned, charged, returned };
}

function latest(moments: ReadonlyArray<string | null>): string | undefined {
  return moments
    .filter((moment) => moment !== null)
    .sort()
    .at(-1);
}
