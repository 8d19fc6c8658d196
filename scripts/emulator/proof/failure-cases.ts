import type { Fault } from '../faults.ts';

/** What is known of a family before its failures are tried. */
export interface FamilyFacts {
  /** The vendor knows our reference again, or does nothing that costs. */
  readonly isRepeatable: boolean;
  /** It takes work and is asked about it; otherwise the first answer is the last. */
  readonly takesJobs: boolean;
  readonly outputCount: number;
  /** It hands out links to results; otherwise they come inside the answer. */
  readonly givesLinks: boolean;
}

export interface ExpectedEnd {
  readonly status: 'completed' | 'failed';
  /** One of these; absent where the vendor's words decide. */
  readonly codes?: readonly string[];
  /** Orders in the vendor's own books. */
  readonly accepted: number;
  /** Whether an operator finds the task in the loss account; null where it depends on what of the answer came. */
  readonly isLoss?: boolean | null;
  /** Results fewer than were ordered. Default 0. */
  readonly missing?: number;
}

export interface FailureCase {
  readonly fault: Fault;
  /** Null where the family cannot meet this failure. */
  expect(facts: FamilyFacts): ExpectedEnd | null;
}

const COMPLETED = { status: 'completed', accepted: 1 } as const;
const UNKNOWN = { status: 'failed', codes: ['vendor_outcome_unknown'], isLoss: true } as const;

/** Heard or not, nobody can tell: repeated only where the vendor knows the order again. */
const unclear =
  (accepted: number) =>
  ({ isRepeatable }: FamilyFacts): ExpectedEnd =>
    isRepeatable ? COMPLETED : { ...UNKNOWN, accepted };

const missingOne = ({ outputCount }: FamilyFacts): ExpectedEnd =>
  outputCount > 1 ? { ...COMPLETED, missing: 1 } : { status: 'failed', accepted: 1 };

const onlyJobs =
  (end: ExpectedEnd) =>
  ({ takesJobs }: FamilyFacts): ExpectedEnd | null =>
    takesJobs ? end : null;

/** Every typed failure, with the end it must lead to. All failures but the parted ones are refunded in full. */
export const FAILURE_CASES: readonly FailureCase[] = [
  { fault: '400', expect: () => ({ status: 'failed', codes: ['vendor_rejected'], accepted: 0 }) },
  { fault: '429', expect: () => COMPLETED },
  { fault: '503', expect: () => COMPLETED },
  { fault: 'slow', expect: () => COMPLETED },
  { fault: 'cut', expect: unclear(0) },
  { fault: 'cut-after-accept', expect: unclear(1) },
  { fault: 'garbage', expect: unclear(1) },
  {
    fault: 'truncated',
    // Half a picture that came is of no use; half an answer that broke off is an unclear outcome.
    expect: (facts) =>
      facts.takesJobs ? unclear(1)(facts) : { status: 'failed', accepted: 1, isLoss: null },
  },
  {
    fault: 'fails',
    expect: onlyJobs({ status: 'failed', accepted: 1 }),
  },
  { fault: 'fewer', expect: missingOne },
  { fault: 'filtered', expect: missingOne },
];

/** What says something about the provider itself: its circuit opens at once, so these stand alone. */
export const PROVIDER_CASES: readonly FailureCase[] = [
  { fault: '401', expect: () => ({ status: 'failed', codes: ['vendor_key_refused'], accepted: 0 }) },
  { fault: '402', expect: () => ({ status: 'failed', codes: ['vendor_credit_exhausted'], accepted: 0 }) },
];

/** Those of the short profile. */
export const SHORT_FAULTS: readonly Fault[] = ['400', 'cut-after-accept', 'garbage', 'fewer', '402'];
