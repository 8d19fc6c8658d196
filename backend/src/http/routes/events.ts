import { type RequestHandler, Router } from 'express';
import { header, query } from 'express-validator';
import type { EventLog } from '../../events/event-log.ts';
import { actorOf } from '../require-user.ts';
import { validate } from '../validate.ts';

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2000;
const BATCH_SIZE = 200;

/**
 * Live events as server-sent events (WHATWG HTML §9.2). Rows are read by id after the last one sent, so a cut
 * connection that comes back with Last-Event-ID continues without a hole or a repeat, also after a restart.
 */
export function eventRoutes(parts: {
  events: EventLog;
  requireUser: RequestHandler;
  /** Aborted when the server stops, so that open streams do not hold it up. */
  stopping: AbortSignal;
}): Router {
  const router = Router();

  router.get(
    '/events',
    parts.requireUser,
    validate(
      header('last-event-id').optional().isInt({ min: 0 }).withMessage('must be an event id'),
      query('lastEventId').optional().isInt({ min: 0 }).withMessage('must be an event id'),
    ),
    async (request, response) => {
      const { userId } = actorOf(request);
      const resumeFrom = request.headers['last-event-id'] ?? request.query['lastEventId'];
      let lastId = resumeFrom === undefined ? await parts.events.latestId(userId) : Number(resumeFrom);

      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        // Tells nginx and its kin not to hold events back.
        'X-Accel-Buffering': 'no',
      });
      response.write(`retry: ${RETRY_MS}\n: connected\n\n`);

      let isPumping = false;
      let isWoken = false;
      const pump = async (): Promise<void> => {
        if (isPumping) {
          isWoken = true;
          return;
        }
        isPumping = true;
        try {
          do {
            isWoken = false;
            const batch = await parts.events.readAfter(userId, lastId, BATCH_SIZE);
            for (const event of batch) {
              if (response.destroyed) return;
              lastId = event.id;
              const hasRoom = response.write(
                `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`,
              );
              // A slow reader holds up only its own stream; events wait in the database, not in memory.
              if (!hasRoom)
                await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
            }
            if (batch.length === BATCH_SIZE) isWoken = true;
          } while (isWoken && !response.destroyed);
        } catch (error) {
          // The client reconnects with its last id and misses nothing.
          response.destroy(error instanceof Error ? error : undefined);
        } finally {
          isPumping = false;
        }
      };

      const endListening = parts.events.listen(userId, () => void pump());
      const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
      const stop = () => response.end();
      parts.stopping.addEventListener('abort', stop);
      response.on('close', () => {
        endListening();
        clearInterval(heartbeat);
        parts.stopping.removeEventListener('abort', stop);
      });
      await pump();
    },
  );

  return router;
}
