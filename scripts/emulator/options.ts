/** How the emulated vendors behave in fair weather. */
export interface EmulatorOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** From taking a job to beginning it. */
  readonly queueMs: number;
  /** From beginning a job to its end, for vendors that take jobs; the answer's delay for those that answer at once. */
  readonly runMs: number;
  /** What `slow` adds to an answer. */
  readonly slowMs: number;
  /** What a job takes under `late`. */
  readonly lateMs: number;
  /** How long links to results live. */
  readonly linkMs: number;
  /** Whether calls beyond a vendor's documented rate are refused. */
  readonly limitsRates: boolean;
  /** Pictures are drawn no larger than this, keeping their shape; null draws what was asked for. */
  readonly maxPixels: number | null;
}

/** For people: long enough to see progress. */
export const WATCHABLE: EmulatorOptions = {
  port: 0,
  queueMs: 500,
  runMs: 4000,
  slowMs: 15_000,
  lateMs: 40_000,
  linkMs: 60 * 60_000,
  limitsRates: true,
  maxPixels: null,
};

/** For tests: done at the second question. */
export const FAST: EmulatorOptions = {
  port: 0,
  queueMs: 5,
  runMs: 20,
  slowMs: 1000,
  lateMs: 24 * 60 * 60_000,
  linkMs: 60 * 60_000,
  limitsRates: false,
  maxPixels: 128 * 128,
};
