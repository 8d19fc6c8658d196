import { externalGenerationSchema } from '@atelier/shared/contracts/external';
import { type Request, type RequestHandler, Router } from 'express';
import { query } from 'express-validator';
import type { CatalogueService } from '../../tasks/catalogue-service.ts';
import type { LinkOrders } from '../../tasks/link-orders.ts';
import type { TaskReader } from '../../tasks/task-reader.ts';
import { absoluteLink } from '../absolute-link.ts';
import { presentExternal, translateOrder } from '../doors/external-words.ts';
import { repeatableOf } from '../repeatable-request.ts';
import { actorOf } from '../require-user.ts';
import { localeOf } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

interface Parts {
  readonly catalogue: CatalogueService;
  readonly linkOrders: LinkOrders;
  readonly reader: TaskReader;
  readonly requireKey: RequestHandler;
}

/** The external door (seed D, section 9): the same tasks for other products' servers, with an API key. */
export function externalRoutes({ catalogue, linkOrders, reader, requireKey }: Parts): Router {
  const router = Router();

  const presentFor = (request: Request) => async (row: Awaited<ReturnType<TaskReader['get']>>) => {
    const locale = localeOf(request);
    const task = await reader.presentOne(row, locale);
    return presentExternal(task, locale, (url) => absoluteLink(request, url));
  };

  router.post('/external/ai-generation', requireKey, async (request, response) => {
    const { userId, apiKeyId } = actorOf(request);
    const wish = parseBody(externalGenerationSchema, request);
    const { taskType, parameterSchema } = catalogue.recipeOf(wish.model_slug);
    const { parameters, ignored } = translateOrder(wish, parameterSchema);
    const { row, isReplay } = await linkOrders.place({
      userId,
      apiKeyId,
      request: { taskType, model: wish.model_slug, parameters },
      links: wish.input_images ?? [],
      repeatable: repeatableOf(request, userId, { external: wish }),
    });
    if (isReplay) response.setHeader('Idempotent-Replayed', 'true');
    const answer = await presentFor(request)(row);
    response.json(ignored.length > 0 ? { ...answer, ignoredParameters: ignored } : answer);
  });

  router.get(
    '/external/ai-generation',
    requireKey,
    validate(query('taskId').isString().isLength({ min: 1, max: 80 }).withMessage('must be a task id')),
    async (request, response) => {
      const row = await reader.get(actorOf(request).userId, String(request.query['taskId']));
      response.json(await presentFor(request)(row));
    },
  );

  return router;
}
