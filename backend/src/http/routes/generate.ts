import { type Generation, generateSchema } from '@atelier/shared/contracts/generate-api';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { query } from 'express-validator';
import type { LinkOrders } from '../../tasks/link-orders.ts';
import type { TaskReader } from '../../tasks/task-reader.ts';
import { absoluteLink } from '../absolute-link.ts';
import { presentGeneration } from '../doors/generate-words.ts';
import { repeatableOf } from '../repeatable-request.ts';
import { actorOf } from '../require-user.ts';
import { localeOf, respond } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

interface Parts {
  readonly linkOrders: LinkOrders;
  readonly reader: TaskReader;
  readonly requireUser: RequestHandler;
}

type Row = Awaited<ReturnType<TaskReader['get']>>;

/** The generate API (seed C): a picture from words, asked after by its task id. */
export function generateRoutes({ linkOrders, reader, requireUser }: Parts): Router {
  const router = Router();

  const answer = async (request: Request, response: Response, row: Row): Promise<void> => {
    const locale = localeOf(request);
    const task = await reader.presentOne(row, locale);
    sendTwice(
      request,
      response,
      presentGeneration(task, locale, (url) => absoluteLink(request, url)),
    );
  };

  router.post('/generate', requireUser, async (request, response) => {
    const { userId, apiKeyId } = actorOf(request);
    const wish = parseBody(generateSchema, request);
    const { prompt, model, parameters } = wish;
    const { row, isReplay } = await linkOrders.place({
      userId,
      apiKeyId,
      request: { taskType: 'generate', model, parameters: { ...parameters, prompt }, outputType: 'image' },
      links: [],
      repeatable: repeatableOf(request, userId, { generate: wish }),
    });
    if (isReplay) response.setHeader('Idempotent-Replayed', 'true');
    await answer(request, response, row);
  });

  router.get(
    '/generate/status',
    requireUser,
    validate(query('taskId').isString().isLength({ min: 1, max: 80 }).withMessage('must be a task id')),
    async (request, response) => {
      const row = await reader.get(actorOf(request).userId, String(request.query['taskId']));
      await answer(request, response, row);
    },
  );

  return router;
}

/**
 * In the usual frame and beside it: the clients of this API read `status`, `result` and `error` from the body itself,
 * those of every other route of ours from `data`.
 */
function sendTwice(request: Request, response: Response, generation: Generation): void {
  respond(request, response, generation, { beside: generation });
}
