import { pauseLaneSchema } from '@atelier/shared/contracts/lane';
import { type Request, type RequestHandler, Router } from 'express';
import { param } from 'express-validator';
import type { Lanes } from '../../tasks/lanes.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

const laneParameter = param('lane').isString().isLength({ min: 1, max: 64 }).withMessage('must be a lane');

/** The lines of waiting tasks, for operators: how they stand, pause, resume. Each answer is the state after it. */
export function laneRoutes(parts: { lanes: Lanes; requireOperator: RequestHandler }): Router {
  const router = Router();
  const { lanes, requireOperator } = parts;
  const laneOf = (request: Request): string => String(request.params.lane);

  router.get('/admin/lanes', requireOperator, async (request, response) => {
    respond(request, response, await lanes.overview());
  });

  router.post(
    '/admin/lanes/:lane/pause',
    requireOperator,
    validate(laneParameter),
    async (request, response) => {
      const { reason } = parseBody(pauseLaneSchema, request);
      await lanes.pause(laneOf(request), { by: actorOf(request).userId, reason });
      respond(request, response, await lanes.overview());
    },
  );

  router.post(
    '/admin/lanes/:lane/resume',
    requireOperator,
    validate(laneParameter),
    async (request, response) => {
      await lanes.resume(laneOf(request));
      respond(request, response, await lanes.overview());
    },
  );

  return router;
}
