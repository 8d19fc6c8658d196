import {
  FAILURE_SPANS,
  type FailureSpan,
  type Health,
  READINESS_PARTS,
} from '@atelier/shared/contracts/operations';
import { type RequestHandler, Router } from 'express';
import { query } from 'express-validator';
import type { FailureFigures } from '../../tasks/failure-figures.ts';
import type { HealthReader } from '../../tasks/health-reader.ts';
import type { FailingPart } from '../readiness.ts';
import { respond } from '../respond.ts';
import { validate } from '../validate.ts';

/** How the installation stands and what fails, for operators. */
export function operationsRoutes(parts: {
  health: HealthReader;
  failures: FailureFigures;
  findFailing: () => Promise<readonly FailingPart[]>;
  requireOperator: RequestHandler;
}): Router {
  const router = Router();
  const { health, failures, findFailing, requireOperator } = parts;

  router.get('/admin/health', requireOperator, async (request, response) => {
    const [failing, state] = await Promise.all([findFailing(), health.read()]);
    const answer: Health = {
      uptimeSeconds: Math.round(process.uptime()),
      parts: READINESS_PARTS.map((name) => {
        const reason = failing.find((part) => part.name === name)?.reason ?? null;
        return { name, isGood: reason === null, reason };
      }),
      ...state,
    };
    respond(request, response, answer);
  });

  router.get(
    '/admin/failures',
    requireOperator,
    validate(
      query('span')
        .optional()
        .isIn(FAILURE_SPANS)
        .withMessage(`one of ${FAILURE_SPANS.join(', ')}`),
    ),
    async (request, response) => {
      const span: FailureSpan = request.query['span'] === 'week' ? 'week' : 'day';
      respond(request, response, await failures.of(span));
    },
  );

  return router;
}
