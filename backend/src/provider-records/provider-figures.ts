import type { ProviderFigures } from '@atelier/shared/contracts/provider';
import type { Database } from '../db/database.ts';
import { type Clock, timestamp } from '../lib/clock.ts';

const SPAN_MS = 24 * 60 * 60_000;
const MAX_ROWS = 500;

/** Ends that tell nothing about a provider: wrong requests, and what this installation did itself. */
const ABOUT_PROVIDER = /^(?:vendor_(?!rejected|content_refused)|result_|task_deadline_passed)/;

interface Outcome {
  readonly status: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly error_code: string | null;
  readonly error_detail: string | null;
}

/** How a provider did lately, from this installation's own tasks; no call is made for it. */
export async function figuresOf(
  { database, clock }: { database: Database; clock: Clock },
  providerSlug: string,
): Promise<ProviderFigures> {
  const rows: readonly Outcome[] = await database.read
    .selectFrom('ai_tasks')
    .select(['status', 'started_at', 'completed_at', 'error_code', 'error_detail'])
    .where('phase', '=', 'ended')
    .where('ai_provider', '=', providerSlug)
    .where('completed_at', '>', timestamp(clock, -SPAN_MS))
    .orderBy('completed_at', 'desc')
    .limit(MAX_ROWS)
    .execute();
  const completed = rows.filter(({ status }) => status === 'completed');
  const failed = rows.filter(
    ({ status, error_code }) => status === 'failed' && ABOUT_PROVIDER.test(error_code ?? ''),
  );
  const seconds = completed.flatMap(secondsOf).sort((a, b) => a - b);
  const [last] = failed;
  const ended = completed.length + failed.length;
  return {
    ended,
    successRate: ended === 0 ? null : completed.length / ended,
    medianSeconds: quantile(seconds, 0.5),
    p95Seconds: quantile(seconds, 0.95),
    lastError: last
      ? { at: last.completed_at ?? '', code: last.error_code ?? '', detail: last.error_detail ?? '' }
      : null,
  };
}

function secondsOf({ started_at, completed_at }: Outcome): number[] {
  if (started_at === null || completed_at === null) return [];
  return [(Date.parse(completed_at) - Date.parse(started_at)) / 1000];
}

/** The smallest value that at least this share of the sorted values does not exceed. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
