import { adjustCreditsSchema, resolveLossSchema } from '@atelier/shared/contracts/loss';
import { type RequestHandler, Router } from 'express';
import { param } from 'express-validator';
import type { Adjustments } from '../../credits/adjustments.ts';
import type { VendorLosses } from '../../credits/vendor-losses.ts';
import { AppError } from '../../lib/app-error.ts';
import { assertIdempotencyKey } from '../../tasks/idempotency.ts';
import { pageOf, pageRules, respondPage } from '../paging.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

/** Money by hand, for operators: corrections of balances, and what vendors may have cost for nothing. */
export function adminCreditRoutes(parts: {
  adjustments: Adjustments;
  losses: VendorLosses;
  requireOperator: RequestHandler;
}): Router {
  const router = Router();
  const { adjustments, losses, requireOperator } = parts;

  router.post('/admin/credits/adjustments', requireOperator, async (request, response) => {
    const key = request.headers['idempotency-key'];
    // A finger that slips must not give twice, so the key is not left to the caller's taste here.
    if (typeof key !== 'string') throw new AppError('idempotency_key_required');
    assertIdempotencyKey(key);
    const wish = parseBody(adjustCreditsSchema, request);
    const done = await adjustments.adjust(actorOf(request).userId, key, wish);
    respond(request, response, { ...done, amount: wish.amount, reason: wish.reason }, { status: 201 });
  });

  router.get('/admin/losses', requireOperator, validate(...pageRules()), async (request, response) => {
    const page = pageOf(request);
    const { losses: items, total } = await losses.list(page);
    respondPage(request, response, items, { ...page, total });
  });

  router.post(
    '/admin/losses/:lossId/resolve',
    requireOperator,
    validate(param('lossId').isInt({ min: 1 }).withMessage('must be a number')),
    async (request, response) => {
      const { resolution } = parseBody(resolveLossSchema, request);
      const lossId = Number(request.params.lossId);
      respond(request, response, await losses.resolve(lossId, actorOf(request).userId, resolution));
    },
  );

  return router;
}
