import { type RequestHandler, Router } from 'express';
import { header, query } from 'express-validator';
import type { EventLog } from '../../events/event-log.ts';
import type { LiveEvents } from '../../events/live-events.ts';
import { actorOf } from '../require-user.ts';
import { validate } from '../validate.ts';

/**
 * Live events as server-sent events (WHATWG HTML §9.2). Rows are read by id after the last one sent, so a cut
 * connection that comes back with Last-Event-ID continues without a hole or a repeat, also after a restart.
 */
export function eventRoutes(parts: {
  events: EventLog;
  liveEvents: LiveEvents;
  requireUser: RequestHandler;
  /** Aborted when the server stops, so that open streams do not hold it up. */
  stopping: AbortSignal;
}): Router {
  const { events, liveEvents, requireUser, stopping } = parts;
  const router = Router();
  stopping.addEventListener('abort', () => liveEvents.close(), { once: true });

  router.get(
    '/events',
    requireUser,
    validate(
      header('last-event-id').optional().isInt({ min: 0 }).withMessage('must be an event id'),
      query('lastEventId').optional().isInt({ min: 0 }).withMessage('must be an event id'),
    ),
    async (request, response) => {
      const { userId, apiKeyId, endsAtMs } = actorOf(request);
      const resumeFrom = request.headers['last-event-id'] ?? request.query['lastEventId'];
      const latestId = await events.latestId(userId);
      // An id from before the database was restored can be one that is still to come.
      const after = resumeFrom === undefined ? latestId : Math.min(Number(resumeFrom), latestId);
      // From here on nothing waits, so that two requests at once cannot both take the last place.
      liveEvents.assertRoom(userId);
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        // Tells nginx and its kin not to hold events back.
        'X-Accel-Buffering': 'no',
      });
      liveEvents.watch(response, { userId, apiKeyId, after, endsAtMs });
    },
  );

  return router;
}
