import { CIRCUIT_REASONS } from '@atelier/shared/contracts/operations';
import type { FailureKind } from '@atelier/shared/failure-kinds';

/**
 * Whether a provider is worth asking. Closed: yes. Open until `retryAt`: no. After that half open: one trial decides
 * (Nygard, "Release It!"). Kept with the provider's record, so that all processes of an installation agree.
 */
export interface Circuit {
  /** Failures in a row. */
  readonly failureCount: number;
  readonly openedAt: string | null;
  readonly retryAt: string | null;
  readonly reason: FailureKind | null;
}

export const CLOSED: Circuit = { failureCount: 0, openedAt: null, retryAt: null, reason: null };

/** Failures in a row after which a provider is taken to be down. */
const OPEN_AFTER = 5;
const FIRST_PAUSE_MS = 60_000;
const MAX_PAUSE_MS = 15 * 60_000;

/** Failures that say something about the provider, not about the request. */
const ABOUT_PROVIDER: ReadonlySet<FailureKind> = new Set(CIRCUIT_REASONS);
/** These do not get better by asking again a few times. */
const AT_ONCE: ReadonlySet<FailureKind> = new Set(['bad_key', 'insufficient_vendor_credit']);

/** The circuit after an answer; the same object when it changes nothing. */
export function afterAnswer(circuit: Circuit, failure: FailureKind | null, now: Date): Circuit {
  // A refused request or a full lane still shows that the provider answers.
  if (failure === null || !ABOUT_PROVIDER.has(failure)) return circuit.failureCount === 0 ? circuit : CLOSED;
  const failureCount = circuit.failureCount + 1;
  if (failureCount < OPEN_AFTER && !AT_ONCE.has(failure)) return { ...circuit, failureCount };
  const isStillOpen = circuit.retryAt !== null && circuit.retryAt > now.toISOString();
  // Work that was under way when it opened tells nothing new.
  if (isStillOpen) return circuit;
  const openings = AT_ONCE.has(failure) ? failureCount : failureCount - OPEN_AFTER + 1;
  const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(openings - 1, 10));
  return {
    failureCount,
    openedAt: circuit.openedAt ?? now.toISOString(),
    retryAt: new Date(now.getTime() + pauseMs).toISOString(),
    reason: failure,
  };
}

export type CircuitState = 'closed' | 'open' | 'half_open';

export function stateOf({ retryAt }: Circuit, now: Date): CircuitState {
  if (retryAt === null) return 'closed';
  return retryAt > now.toISOString() ? 'open' : 'half_open';
}
