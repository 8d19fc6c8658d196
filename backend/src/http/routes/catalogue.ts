import {
  type CatalogueModel,
  type CatalogueTaskType,
  quoteRequestSchema,
} from '@atelier/shared/contracts/catalogue';
import { type RequestHandler, Router } from 'express';
import { param } from 'express-validator';
import { AppError } from '../../lib/app-error.ts';
import type { CatalogueService } from '../../tasks/catalogue-service.ts';
import type { TaskService } from '../../tasks/task-service.ts';
import type { VendorOptionLists } from '../../tasks/vendor-options.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

/** What can be done and what it costs. */
export function catalogueRoutes(parts: {
  catalogue: CatalogueService;
  tasks: TaskService;
  optionLists: VendorOptionLists;
  requireUser: RequestHandler;
}): Router {
  const router = Router();

  router.get('/task-types', parts.requireUser, (request, response) => {
    respond<readonly CatalogueTaskType[]>(request, response, parts.catalogue.taskTypes());
  });

  router.get('/models', parts.requireUser, async (request, response) => {
    respond<readonly CatalogueModel[]>(request, response, await parts.catalogue.models());
  });

  router.get(
    '/models/:slug',
    parts.requireUser,
    validate(param('slug').isString().isLength({ min: 1, max: 100 })),
    async (request, response) => {
      const model = (await parts.catalogue.models()).find((entry) => entry.slug === request.params['slug']);
      if (!model) throw new AppError('not_found');
      respond(request, response, model);
    },
  );

  router.get(
    '/models/:slug/options/:parameter',
    parts.requireUser,
    validate(
      param('slug').isString().isLength({ min: 1, max: 100 }),
      param('parameter').isString().isLength({ min: 1, max: 60 }),
    ),
    async (request, response) => {
      const { slug, parameter } = request.params;
      respond(request, response, await parts.optionLists.list(String(slug), String(parameter)));
    },
  );

  router.post('/quotes', parts.requireUser, async (request, response) => {
    const body = parseBody(quoteRequestSchema, request);
    respond(request, response, await parts.tasks.quote(actorOf(request), body));
  });

  return router;
}
