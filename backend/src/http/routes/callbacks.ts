import { MAX_CALLBACK_BODY_BYTES } from '@atelier/shared/limits';
import express, { type Request, Router } from 'express';
import type { CallbackDesk, CallbackOutcome, ReceivedMessage } from '../../tasks/callback-desk.ts';
import { readWithin } from '../read-within.ts';
import { respond } from '../respond.ts';

interface CallbackRouteParts {
  readonly desk: CallbackDesk;
  readonly count: (provider: string, outcome: CallbackOutcome) => void;
}

const readBytes = express.raw({ limit: MAX_CALLBACK_BODY_BYTES, type: () => true });

/**
 * Where vendors tell that something happened. Everybody gets the same answer: whoever guesses learns nothing, and no
 * vendor repeats for days what we have no use for. Only our own trouble is an error, so that the vendor tries again.
 */
export function callbackRoutes({ desk, count }: CallbackRouteParts): Router {
  const router = Router();
  router.post('/callbacks/:provider/:taskId/:token', async (request, response) => {
    const { provider, taskId, token } = request.params;
    const outcome = await desk.receive({ provider, taskId, token }, async () => {
      const body = await readWithin(readBytes, request, response);
      return body && messageOf(request, body);
    });
    count(provider, outcome);
    // What is still on its way is not waited for.
    if (!request.complete) response.setHeader('Connection', 'close');
    respond(request, response, null);
  });
  return router;
}

function messageOf(request: Request, body: Buffer): ReceivedMessage {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return { headers: Object.fromEntries(headers), body: body.toString('utf8') };
}
