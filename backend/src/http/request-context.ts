import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { runAsNobody } from '../lib/actor-scope.ts';
import type { Logger } from '../lib/logger.ts';

const REQUEST_ID_FORM = /^[\w.-]{8,64}$/;
const requestIds = new WeakMap<object, string>();

/** The id of a request, for logs and error messages. */
export function requestIdOf(request: Request): string {
  return requestIds.get(request) ?? 'unknown';
}

/** Gives each request an id (the proxy's, when it has the right form) and logs one line when it is answered. Must come first. */
export function requestContext(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && REQUEST_ID_FORM.test(given) ? given : randomUUID();
    requestIds.set(request, requestId);
    response.setHeader('X-Request-Id', requestId);
    const startedAt = performance.now();
    response.on('finish', () => {
      logger.debug(
        {
          requestId,
          method: request.method,
          // Signed links carry their signature in the query; it must not reach the log.
          path: request.originalUrl.split('?', 1)[0],
          status: response.statusCode,
          durationMs: Math.round(performance.now() - startedAt),
        },
        'answered',
      );
    });
    // Until a guard has said who it is, a caller is nobody to the database.
    runAsNobody(next);
  };
}
