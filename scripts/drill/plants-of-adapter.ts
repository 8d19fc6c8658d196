import { randomUUID } from 'node:crypto';
import type { ProviderAdapter } from '@atelier/backend/providers/adapter';

/** Bugs in the way a vendor is spoken to; they are planted before the server is put together. */
export const ADAPTER_PLANTS: Readonly<Record<string, (adapter: ProviderAdapter) => ProviderAdapter>> = {
  /** As if the vendor knew our reference again, which it does not. */
  'repeat-blindly': (adapter) => ({
    ...adapter,
    isRepeatable: true,
    readStart(...heard) {
      const outcome = adapter.readStart(...heard);
      if (outcome.kind !== 'failed' || outcome.failure.kind !== 'outcome_unknown') return outcome;
      return { kind: 'failed', failure: { ...outcome.failure, kind: 'unavailable', retryAfterMs: 50 } };
    },
  }),

  /** Each start names the work anew, so that the vendor cannot recognise a repeat. */
  'new-reference': (adapter) => ({
    ...adapter,
    start: (model, input) => adapter.start(model, { ...input, taskId: randomUUID() }),
  }),

  /** "Too many requests" is taken for a refusal. */
  'limit-is-an-error': (adapter) => ({
    ...adapter,
    readStart(...heard) {
      const outcome = adapter.readStart(...heard);
      if (outcome.kind !== 'failed') return outcome;
      const { failure } = outcome;
      return { kind: 'failed', failure: { ...failure, kind: 'rejected', code: 'vendor_rejected' } };
    },
  }),

  /** The limit counts in each process for itself. */
  'limit-per-process': (adapter) => ({ ...adapter, limitPer: 'process' }),
};
