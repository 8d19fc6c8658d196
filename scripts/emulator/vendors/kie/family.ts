import type { Job } from '../../job-store.ts';
import type { InputRules } from './input-rules.ts';

/** What is kept of an order. */
export interface Order {
  readonly family: Family;
  /** The wire name of a jobs model, otherwise the family's. */
  readonly model: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly callBackUrl: string | undefined;
  readonly output: 'image' | 'video';
  readonly resultCount: number;
  /** The code and words that a failure is told with, when the prompt asked for them. */
  readonly failAs: number | undefined;
}

type Callback = { readonly code: number; readonly msg: string; readonly data: unknown };

/** A group of models with its own addresses and its own way of telling how things stand. */
export interface Family {
  readonly name: string;
  readonly createPath: string;
  readonly statusPath: string;
  /** Refusal of a family's own order; undefined when all is well. For jobs the model's rules count. */
  readonly rules?: InputRules;
  readonly output: 'image' | 'video';
  resultCount(input: Readonly<Record<string, unknown>>): number;
  /** What an unknown task is answered with. */
  readonly unknownTask: { readonly code: number; readonly msg: string; readonly data: null };
  record(job: Job<Order>): unknown;
  callback(job: Job<Order>): Callback;
}

const REFUSED = 'Your prompt was flagged by Website as violating content policies.';
const BROKEN = 'internal error, please try again later.';

export const failureOf = ({ failure, data }: Job<Order>): { code: number; msg: string } => {
  if (data.failAs !== undefined) return { code: data.failAs, msg: BROKEN };
  return failure === 'refused' ? { code: 400, msg: REFUSED } : { code: 500, msg: BROKEN };
};
export const isDone = ({ state }: Job<Order>): boolean => state === 'succeeded';
export const isFailed = ({ state }: Job<Order>): boolean => state === 'failed' || state === 'canceled';
const flagOf = (job: Job<Order>): number => (isDone(job) ? 1 : isFailed(job) ? 3 : 0);
export const unknown = (msg: string): Family['unknownTask'] => ({ code: 422, msg, data: null });
export const timeOf = (date: Date | null): number | null => date?.getTime() ?? null;

/** What the families with a flag have in common. */
export const flagged = (job: Job<Order>) => ({
  taskId: job.id,
  paramJson: JSON.stringify(job.data.input),
  completeTime: timeOf(job.endedAt),
  createTime: job.createdAt.getTime(),
  successFlag: flagOf(job),
  errorCode: isFailed(job) ? failureOf(job).code : null,
  errorMessage: isFailed(job) ? failureOf(job).msg : '',
});
export const count = (value: unknown): number => Math.max(1, Number(value ?? 1) || 1);

/** Queued, about to begin, at work: the three words for "not yet". */
export function stateOf(job: Job<Order>, queuing: string): string {
  if (isDone(job)) return 'success';
  if (isFailed(job)) return 'fail';
  if (job.state === 'queued') return queuing === 'queueing' ? 'wait' : 'waiting';
  return job.progress < 0.1 ? queuing : 'generating';
}
