import { updateModelSchema, updateProviderSchema } from '@atelier/shared/contracts/provider';
import { type Request, type RequestHandler, Router } from 'express';
import { param } from 'express-validator';
import type { ProviderDesk } from '../../provider-records/provider-desk.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

const slugParameter = param('slug').isString().isLength({ min: 1, max: 100 }).withMessage('must be a slug');
const slugOf = (request: Request): string => String(request.params.slug);

/** Vendors and their models, for operators: look, change, try the key. */
export function providerRoutes(parts: { desk: ProviderDesk; requireOperator: RequestHandler }): Router {
  const router = Router();
  const { desk, requireOperator } = parts;

  router.get('/admin/providers', requireOperator, async (request, response) => {
    respond(request, response, await desk.list());
  });

  router.get(
    '/admin/providers/:slug',
    requireOperator,
    validate(slugParameter),
    async (request, response) => {
      respond(request, response, await desk.read(slugOf(request)));
    },
  );

  router.patch(
    '/admin/providers/:slug',
    requireOperator,
    validate(slugParameter),
    async (request, response) => {
      const change = parseBody(updateProviderSchema, request);
      respond(request, response, await desk.update(slugOf(request), change, actorOf(request).userId));
    },
  );

  router.post(
    '/admin/providers/:slug/test',
    requireOperator,
    validate(slugParameter),
    async (request, response) => {
      respond(request, response, await desk.test(slugOf(request)));
    },
  );

  router.get('/admin/models', requireOperator, async (request, response) => {
    respond(request, response, await desk.listModels());
  });

  router.patch('/admin/models/:slug', requireOperator, validate(slugParameter), async (request, response) => {
    const change = parseBody(updateModelSchema, request);
    respond(request, response, await desk.updateModel(slugOf(request), change, actorOf(request).userId));
  });

  return router;
}
