/** How the emulated vendor behaves. Shares are probabilities from 0 to 1, drawn for each request. */
export interface VendorScript {
  readonly seed: number;
  /** Knows a reference again and answers with the job it already has. */
  readonly honoursReferences: boolean;
  readonly jobMs: readonly [number, number];
  /** Takes the job and then cuts the line instead of answering. */
  readonly cutShare: number;
  readonly tooManyShare: number;
  readonly errorShare: number;
  /** Answers 200 with something that is not JSON. */
  readonly garbageShare: number;
  /** Answers after up to this long. */
  readonly slowMs: number;
}

export const CALM_VENDOR: VendorScript = {
  seed: 1,
  honoursReferences: true,
  jobMs: [50, 200],
  cutShare: 0,
  tooManyShare: 0,
  errorShare: 0,
  garbageShare: 0,
  slowMs: 0,
};

/** What the vendor itself counted. */
export interface VendorCounts {
  /** Jobs it took on; it would have charged for each. */
  readonly accepted: number;
  /** Jobs beyond the first for the same reference. */
  readonly duplicates: number;
  /** Most jobs in flight at once. */
  readonly peak: number;
  readonly polls: number;
  /** Answers of 429. */
  readonly refused: number;
  /** All answers that were no use: 429, 500 and nonsense. */
  readonly bad: number;
  readonly cut: number;
}

/** Where a job's studio wants to be told of it. */
export interface VendorCallback {
  readonly jobId: string;
  readonly url: string;
}
