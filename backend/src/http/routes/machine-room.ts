import { type Request, Router } from 'express';
import ipaddr from 'ipaddr.js';
import type { Registry } from 'prom-client';
import { AppError } from '../../lib/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { isSameSecret } from '../../lib/same-secret.ts';
import { bearerTokenOf } from '../require-user.ts';
import { respond } from '../respond.ts';

/** A part the server needs. Rejects, with the reason, when it is not usable. */
export type HealthCheck = () => Promise<void>;

export interface MachineRoomParts {
  readonly checkDatabase: HealthCheck;
  readonly checkStorage: HealthCheck;
  readonly checkEngine: HealthCheck;
  /** Aborted when the server stops taking new work. */
  readonly stopping: AbortSignal;
  /** Whether the demo account exists, so that the page may show it. */
  readonly demo: boolean;
  readonly metrics: Registry;
  /** METRICS_TOKEN. Without one only this machine itself may read the figures. */
  readonly metricsToken?: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Checks that write or reach out are not repeated within this time, however often they are asked for. */
const CHECK_LIFETIME_MS = 15_000;
const CHECK_TIMEOUT_MS = 5000;

/** For machines that look after the server. Mounted at the root. */
export function machineRoomRoutes(parts: MachineRoomParts): Router {
  const router = Router();
  const findFailing = readiness(parts);

  router.get('/healthz', (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    respond(request, response, { uptimeSeconds: Math.round(process.uptime()) });
  });

  router.get('/readyz', async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    const failing = await findFailing();
    if (failing.length > 0) throw new AppError('server_busy', { failing: failing.join(', ') });
    respond(request, response, { ready: true, demo: parts.demo });
  });

  router.get('/metrics', async (request, response) => {
    assertMayReadMetrics(request, parts.metricsToken);
    response.setHeader('Cache-Control', 'no-store');
    response.type(parts.metrics.contentType).send(await parts.metrics.metrics());
  });

  return router;
}

/** Gives the names of the parts that are not usable. The reasons go to the log, not to strangers. */
function readiness(parts: MachineRoomParts): () => Promise<readonly string[]> {
  const { clock, stopping, logger } = parts;
  const checks: ReadonlyArray<readonly [name: string, check: HealthCheck]> = [
    ['database', parts.checkDatabase],
    ['storage', remembering(parts.checkStorage, clock)],
    ['engine', remembering(parts.checkEngine, clock)],
    ['stopping', async () => stopping.throwIfAborted()],
  ];
  return async () => {
    const results = await Promise.allSettled(checks.map(([, check]) => withinTime(check)));
    return results.flatMap((result, index) => {
      if (result.status === 'fulfilled') return [];
      const name = checks[index]?.[0] ?? 'unknown';
      logger.warn({ err: result.reason, check: name }, 'not ready');
      return [name];
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

function assertMayReadMetrics(request: Request, metricsToken: string | undefined): void {
  if (metricsToken) {
    const given = bearerTokenOf(request);
    if (given === undefined) throw new AppError('sign_in_required');
    if (!isSameSecret(given, metricsToken)) throw new AppError('token_invalid');
    return;
  }
  // Strangers are not told that there is anything here.
  if (!comesFromThisMachine(request)) throw new AppError('route_not_found');
}

/** Behind a proxy on this machine every stranger seems to be local; the proxy's own headers give them away. */
function comesFromThisMachine(request: Request): boolean {
  const { headers, socket } = request;
  if (
    headers.forwarded !== undefined ||
    headers['x-forwarded-for'] !== undefined ||
    headers['x-real-ip'] !== undefined
  ) {
    return false;
  }
  const address = socket.remoteAddress;
  return address !== undefined && ipaddr.process(address).range() === 'loopback';
}
