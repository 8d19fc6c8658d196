import type { TaskRow } from '../db/tables.ts';
import type { ProviderFailure } from '../providers/adapter.ts';

/** What a vendor's failure means for the task: its end, or another try at a distance. */
export type Verdict =
  | {
      readonly kind: 'fail';
      /** The vendor had taken the work and never said that it failed. */
      readonly mayHaveCost: boolean;
    }
  | { readonly kind: 'start_later'; readonly delayMs: number }
  | { readonly kind: 'check_later'; readonly delayMs: number };

interface Distances {
  readonly minMs: number;
  readonly maxMs: number;
}

const STARTS: Distances = { minMs: 2000, maxMs: 5 * 60_000 };
/** No vendor wants to be asked about one task more often than this while it has trouble. */
const CHECKS: Distances = { minMs: 5000, maxMs: 60_000 };
const COLLECTING: Distances = { minMs: 1500, maxMs: 60_000 };

/** Said of a start, these are the end of it; said of a question, they are about the question and not about the work. */
const ABOUT_THE_ACCOUNT: readonly ProviderFailure['kind'][] = ['bad_key', 'insufficient_vendor_credit'];
const PASSING: readonly ProviderFailure['kind'][] = ['rate_limited', 'unavailable'];

/**
 * Decides about a failure. "Come back later" is obeyed at growing distances: a start as long as the model's work may
 * take at all, counted from the first refusal, and a question about work that the vendor has until its deadline.
 */
export function judgeFailure(
  { kind, retryAfterMs }: Pick<ProviderFailure, 'kind' | 'retryAfterMs'>,
  facts: {
    /** A question about accepted work, or a start. */
    readonly asked: 'start' | 'check';
    readonly failingMs: number;
    /** Of a start: how long it may be refused. */
    readonly patienceMs: number;
    /** Of a question: the task's deadline has passed. */
    readonly isLate: boolean;
  },
  random: () => number = Math.random,
): Verdict {
  const { asked, failingMs } = facts;
  const isCheck = asked === 'check';
  const isPassing = PASSING.includes(kind) || (isCheck && ABOUT_THE_ACCOUNT.includes(kind));
  if (!isPassing) return { kind: 'fail', mayHaveCost: kind === 'outcome_unknown' };
  if (isCheck && facts.isLate) return { kind: 'fail', mayHaveCost: true };
  if (!isCheck && failingMs >= facts.patienceMs) return { kind: 'fail', mayHaveCost: false };
  const delayMs = retryAfterMs ?? growingDelayMs(failingMs, isCheck ? CHECKS : STARTS, random);
  return { kind: isCheck ? 'check_later' : 'start_later', delayMs };
}

/** About as long again as the trouble has lasted so far, so that distances grow; half of it is chance. */
function growingDelayMs(failingMs: number, { minMs, maxMs }: Distances, random: () => number): number {
  const ceilingMs = Math.min(maxMs, Math.max(minMs, failingMs));
  return Math.round(ceilingMs / 2 + (ceilingMs / 2) * random());
}

/** The pause before bringing home a result that the vendor still has, after trouble on our own side. */
export const collectAgainMs = (failingMs: number): number =>
  growingDelayMs(failingMs, COLLECTING, Math.random);

/** How long a task's vendor, or our own side, has answered nothing but "later"; 0 at the first time. */
export const failingMsOf = ({ failing_since }: Pick<TaskRow, 'failing_since'>, now: Date): number =>
  failing_since === null ? 0 : Math.max(0, now.getTime() - Date.parse(failing_since));

/** Checks of one attempt (design: 180 tries or the model's deadline, whichever comes first). */
const MAX_CHECKS = 180;
/** These come as often as the vendor likes. */
const FREE_CHECKS = 30;
export const CHECK_INTERVAL_MS = 5000;

/**
 * When to ask again about work that goes on: after `wantedMs`, and once a few answers were "not yet" at least so far
 * apart that the checks last until the deadline.
 */
export function nextCheckMs(
  { check_count, deadline_at }: Pick<TaskRow, 'check_count' | 'deadline_at'>,
  wantedMs: number | undefined,
  now: Date,
): number {
  const delayMs = wantedMs ?? CHECK_INTERVAL_MS;
  if (check_count < FREE_CHECKS || deadline_at === null) return delayMs;
  const leftMs = Date.parse(deadline_at) - now.getTime();
  return Math.max(delayMs, Math.ceil(leftMs / Math.max(1, MAX_CHECKS - check_count)));
}
