/**
 * What can be wrong with a vendor's answer, by what happens next.
 * End the task and refund it: `rejected` (the request is wrong), `content_refused` (the vendor's rules forbid it),
 * `insufficient_vendor_credit` and `bad_key` (the operator is told, too).
 * Try the same step again later without using up an attempt: `rate_limited`, `unavailable`.
 * `outcome_unknown` means that the vendor may have heard us; it is never repeated blindly.
 */
export type FailureKind =
  | 'rejected'
  | 'content_refused'
  | 'insufficient_vendor_credit'
  | 'bad_key'
  | 'rate_limited'
  | 'unavailable'
  | 'outcome_unknown';
