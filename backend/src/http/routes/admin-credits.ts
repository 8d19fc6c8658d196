import { adjustCreditsSchema, resolveLossSchema } from '@atelier/shared/contracts/loss';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import { type RequestHandler, Router } from 'express';
import { param, query } from 'express-validator';
import type { Adjustments } from '../../credits/adjustments.ts';
import type { VendorLosses } from '../../credits/vendor-losses.ts';
import { AppError } from '../../lib/app-error.ts';
import { assertIdempotencyKey } from '../../tasks/idempotency.ts';
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

  router.get(
    '/admin/losses',
    requireOperator,
    validate(
      query('limit').optional().isInt({ min: 1, max: MAX_PAGE_SIZE }).withMessage(`1 to ${MAX_PAGE_SIZE}`),
      query('offset').optional().isInt({ min: 0, max: 1_000_000_000 }).withMessage('0 or more'),
    ),
    async (request, response) => {
      const limit = Number(request.query.limit ?? DEFAULT_PAGE_SIZE);
      const offset = Number(request.query.offset ?? 0);
      const page = await losses.list({ limit, offset });
      const hasMore = offset + page.losses.length < page.total;
      respond(request, response, page.losses, { pagination: { total: page.total, limit, offset, hasMore } });
    },
  );

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
