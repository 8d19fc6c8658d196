import { grantMembershipSchema, renewMembershipSchema } from '@atelier/shared/contracts/membership';
import { type Request, type RequestHandler, Router } from 'express';
import { query } from 'express-validator';
import type { MembershipDesk } from '../../accounts/membership-desk.ts';
import type { OperatorRequest } from '../../accounts/memberships.ts';
import { AppError } from '../../lib/app-error.ts';
import { assertIdempotencyKey, hashRequest } from '../../tasks/idempotency.ts';
import { pageOf, pageRules, respondPage } from '../paging.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

/** Memberships, for operators: give, renew, end, look. Users see their own in their account. */
export function membershipRoutes(parts: {
  membershipDesk: MembershipDesk;
  requireOperator: RequestHandler;
}): Router {
  const router = Router();
  const { membershipDesk: desk, requireOperator } = parts;

  router.get(
    '/admin/memberships',
    requireOperator,
    validate(
      query('userId').optional().isString().isLength({ min: 1, max: 80 }).withMessage('must be a user id'),
      query('search')
        .optional()
        .isString()
        .isLength({ min: 1, max: 100 })
        .withMessage('at most 100 characters'),
      ...pageRules(),
    ),
    async (request, response) => {
      const page = pageOf(request);
      const { userId, search } = request.query;
      const { memberships: items, total } = await desk.list({
        userId: userId === undefined ? undefined : String(userId),
        search: search === undefined ? undefined : String(search),
        ...page,
      });
      respondPage(request, response, items, { ...page, total });
    },
  );

  router.post('/admin/memberships', requireOperator, async (request, response) => {
    const wish = parseBody(grantMembershipSchema, request);
    const membership = await desk.grant(operatorRequestOf(request, { grant: wish }), wish);
    respond(request, response, membership, { status: 201 });
  });

  router.post('/admin/memberships/:membershipId/renew', requireOperator, async (request, response) => {
    const id = String(request.params['membershipId']);
    const { months } = parseBody(renewMembershipSchema, request);
    const membership = await desk.renew(operatorRequestOf(request, { renew: id, months }), id, months);
    respond(request, response, membership, { status: 201 });
  });

  router.post('/admin/memberships/:membershipId/end', requireOperator, async (request, response) => {
    respond(request, response, await desk.end(String(request.params['membershipId'])));
  });

  return router;
}

/** A finger that slips must not give twice, so the key is not left to the caller's taste here. */
function operatorRequestOf(request: Request, meaning: unknown): OperatorRequest {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') throw new AppError('idempotency_key_required');
  assertIdempotencyKey(key);
  return { operatorId: actorOf(request).userId, key, requestHash: hashRequest(meaning) };
}
