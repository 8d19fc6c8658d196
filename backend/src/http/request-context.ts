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

/** The token at the end of a vendor's callback address. */
const CALLBACK_TOKEN = /^(\/api\/callbacks\/[^/]*\/[^/]*)\/.*$/is;

/** Signed links carry their signature in the query, callback addresses theirs in the path; neither may reach the log. */
export function pathForLog(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path.replace(CALLBACK_TOKEN, '$1/…');
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
          path: pathForLog(request.originalUrl),
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
