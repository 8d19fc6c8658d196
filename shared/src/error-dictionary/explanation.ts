import type { LocalizedText } from '../locales.ts';

/** Where the cause lies: with who asked, with a provider, with this installation, or nowhere: things are as they should be. */
export type Fault = 'caller' | 'provider' | 'server' | 'nobody';

/**
 * What it cost. `nothing`: refused before credits were set aside. `returned`: the hold was released in full.
 * `unchanged`: this request cost nothing, what an earlier one cost stays. `uncertain`: the order may have been taken
 * before the answer failed; the ledger knows, and the same Idempotency-Key never charges twice.
 */
export type ErrorCharge = 'nothing' | 'returned' | 'unchanged' | 'uncertain';

/** What the dictionary tells of one error code beside its message. */
export interface ErrorExplanation {
  readonly fault: Fault;
  readonly charge: ErrorCharge;
  /** When this is answered, in a sentence or two; no placeholders. */
  readonly happened: LocalizedText;
  /** What to do now. */
  readonly remedy: LocalizedText;
}

/** Keeps the tables of explanations short. */
export const explain = (
  fault: Fault,
  charge: ErrorCharge,
  ...[happenedEn, happenedZh, remedyEn, remedyZh]: readonly [string, string, string, string]
): ErrorExplanation => ({
  fault,
  charge,
  happened: { en: happenedEn, 'zh-CN': happenedZh },
  remedy: { en: remedyEn, 'zh-CN': remedyZh },
});
