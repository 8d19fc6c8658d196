import { READINESS_PARTS, type ReadinessPart } from '@atelier/shared/contracts/operations';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';

/** A part the server needs. Rejects, with the reason, when it is not usable. */
export type HealthCheck = () => Promise<void>;

export interface ReadinessParts {
  readonly checkDatabase: HealthCheck;
  readonly checkStorage: HealthCheck;
  readonly checkEngine: HealthCheck;
  /** Aborted when the server stops taking new work. */
  readonly stopping: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A part that is not usable, and why. */
export interface FailingPart {
  readonly name: ReadinessPart;
  readonly reason: string;
}

/** Checks that write or reach out are not repeated within this time, however often they are asked for. */
const CHECK_LIFETIME_MS = 15_000;
const CHECK_TIMEOUT_MS = 5000;

/** Gives the parts that are not usable. The reasons are for the log and for operators, not for strangers. */
export function readiness(parts: ReadinessParts): () => Promise<readonly FailingPart[]> {
  const { clock, stopping, logger } = parts;
  const checks: Readonly<Record<ReadinessPart, HealthCheck>> = {
    database: parts.checkDatabase,
    storage: remembering(parts.checkStorage, clock),
    engine: remembering(parts.checkEngine, clock),
    stopping: async () => stopping.throwIfAborted(),
  };
  return async () => {
    const results = await Promise.allSettled(READINESS_PARTS.map((name) => withinTime(checks[name])));
    return READINESS_PARTS.flatMap((name, index) => {
      const result = results[index];
      if (result?.status !== 'rejected') return [];
      logger.warn({ err: result.reason, check: name }, 'not ready');
      const reason = result.reason instanceof Error ? result.reason.message : String(result.reason);
      return [{ name, reason }];
    });
  };
}

/** Runs a check at most once per CHECK_LIFETIME_MS; callers in between share its outcome, good or bad. */
function remembering(check: HealthCheck, clock: Clock): HealthCheck {
  let last: { outcome: Promise<void>; until: number } | undefined;
  return () => {
    const now = clock.now().getTime();
    if (!last || now >= last.until) last = { outcome: check(), until: now + CHECK_LIFETIME_MS };
    return last.outcome;
  };
}

async function withinTime(check: HealthCheck): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
