import { MAX_RELAYED_ANSWER_BYTES } from '@atelier/shared/limits';
import express, { Router } from 'express';
import { AppError } from '../../lib/app-error.ts';
import type { RelayDesk } from '../../tasks/relay-desk.ts';
import { readWithin } from '../read-within.ts';
import { respond } from '../respond.ts';

const readBytes = express.raw({ limit: MAX_RELAYED_ANSWER_BYTES, type: () => true });

/** Where QStash brings vendors' answers. It repeats what is not answered with 2xx, so only that is refused which may pass. */
export function relayCallbackRoutes({ desk }: { desk: RelayDesk }): Router {
  const router = Router();
  router.post('/generate/callback', async (request, response) => {
    const signature = String(request.headers['upstash-signature'] ?? '');
    const outcome = await desk.receive(signature, async () =>
      (await readWithin(readBytes, request, response))?.toString('utf8'),
    );
    if (outcome === 'switched_off') throw new AppError('route_not_found');
    if (outcome === 'unsigned') throw new AppError('signature_invalid');
    if (outcome === 'too_large') throw new AppError('body_too_large');
    if (outcome === 'unknown_message') throw new AppError('not_found');
    respond(request, response, { outcome });
  });
  return router;
}
