import { type Request, Router } from 'express';
import ipaddr from 'ipaddr.js';
import type { Registry } from 'prom-client';
import { AppError } from '../../lib/app-error.ts';
import { isSameSecret } from '../../lib/same-secret.ts';
import type { readiness } from '../readiness.ts';
import { bearerTokenOf } from '../require-user.ts';
import { respond } from '../respond.ts';

export interface MachineRoomParts {
  readonly findFailing: ReturnType<typeof readiness>;
  readonly metrics: Registry;
  /** METRICS_TOKEN. Without one only this machine itself may read the figures. */
  readonly metricsToken?: string | undefined;
}

/** For machines that look after the server. Mounted at the root. */
export function machineRoomRoutes(parts: MachineRoomParts): Router {
  const router = Router();

  router.get('/healthz', (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    respond(request, response, { uptimeSeconds: Math.round(process.uptime()) });
  });

  router.get('/readyz', async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    const failing = await parts.findFailing();
    // The reasons stay here.
    if (failing.length > 0) {
      throw new AppError('server_busy', { failing: failing.map(({ name }) => name).join(', ') });
    }
    respond(request, response, { ready: true });
  });

  router.get('/metrics', async (request, response) => {
    assertMayReadMetrics(request, parts.metricsToken);
    response.setHeader('Cache-Control', 'no-store');
    response.type(parts.metrics.contentType).send(await parts.metrics.metrics());
  });

  return router;
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
