import {
  type CreatedWebhook,
  createWebhookSchema,
  updateWebhookSchema,
} from '@atelier/shared/contracts/webhook';
import { DEFAULT_PAGE_SIZE } from '@atelier/shared/limits';
import { DELIVERY_STATES } from '@atelier/shared/webhook-events';
import { type Request, type RequestHandler, Router } from 'express';
import { query } from 'express-validator';
import { z } from 'zod';
import type { IdempotencyRecords } from '../../tasks/idempotency.ts';
import type { DeliveryLog } from '../../webhooks/delivery-log.ts';
import type { WebhookEndpoints } from '../../webhooks/webhook-endpoints.ts';
import { pageRules } from '../paging.ts';
import { markReplay, repeatableOf } from '../repeatable-request.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody, parseWith, validate } from '../validate.ts';

/** Query strings are checked by express-validator; this gives them their types and defaults. */
const listDeliveriesSchema = z.object({
  limit: z.coerce.number().default(DEFAULT_PAGE_SIZE),
  offset: z.coerce.number().default(0),
  state: z.enum(DELIVERY_STATES).optional(),
});

const idOf = (request: Request): string => String(request.params.id);
const deliveryIdOf = (request: Request): string => String(request.params.deliveryId);

interface WebhookRouteParts {
  readonly endpoints: WebhookEndpoints;
  readonly log: DeliveryLog;
  readonly idempotency: Pick<IdempotencyRecords, 'once'>;
  readonly requireUser: RequestHandler;
  /** Whoever adds an address is told everything from then on; a key that leaked must not be able to. */
  readonly requireSession: RequestHandler;
}

/** The user's webhooks: the addresses that are told of events, and what each was told. */
export function webhookRoutes(parts: WebhookRouteParts): Router {
  const router = Router();
  mountEndpoints(router, parts);
  mountDeliveries(router, parts);
  return router;
}

function mountEndpoints(router: Router, parts: WebhookRouteParts): void {
  const { endpoints, idempotency, requireUser, requireSession } = parts;
  router.get('/webhooks', requireUser, async (request, response) => {
    respond(request, response, await endpoints.list(actorOf(request).userId));
  });

  router.post('/webhooks', requireSession, async (request, response) => {
    const wish = parseBody(createWebhookSchema, request);
    const { userId } = actorOf(request);
    // Only its maker's first answer shows the secret, so the record of that answer holds none.
    let made: CreatedWebhook | undefined;
    const { answer: id, isReplay } = await idempotency.once<string>(
      repeatableOf(request, userId, { webhook: wish }),
      async (remember) => {
        made = await endpoints.create(userId, wish, remember);
        return made.id;
      },
    );
    made ??= { ...(await endpoints.get(userId, id)), secret: null };
    markReplay(response, isReplay);
    respond<CreatedWebhook>(request, response, made, { status: 201 });
  });

  router.get('/webhooks/:id', requireUser, async (request, response) => {
    respond(request, response, await endpoints.get(actorOf(request).userId, idOf(request)));
  });

  router.patch('/webhooks/:id', requireSession, async (request, response) => {
    const wish = parseBody(updateWebhookSchema, request);
    respond(request, response, await endpoints.update(actorOf(request).userId, idOf(request), wish));
  });

  router.delete('/webhooks/:id', requireSession, async (request, response) => {
    await endpoints.delete(actorOf(request).userId, idOf(request));
    respond(request, response, null);
  });

  router.post('/webhooks/:id/rotate-secret', requireSession, async (request, response) => {
    respond(request, response, await endpoints.rotateSecret(actorOf(request).userId, idOf(request)));
  });
}

function mountDeliveries(router: Router, { log, requireUser, requireSession }: WebhookRouteParts): void {
  router.post('/webhooks/:id/test', requireSession, async (request, response) => {
    const delivery = await log.sendTest(actorOf(request).userId, idOf(request));
    respond(request, response, delivery, { status: 201 });
  });

  router.get(
    '/webhooks/:id/deliveries',
    requireUser,
    validate(
      ...pageRules(),
      query('state')
        .optional()
        .isIn(DELIVERY_STATES)
        .withMessage(`one of ${DELIVERY_STATES.join(', ')}`),
    ),
    async (request, response) => {
      const filter = parseWith(listDeliveriesSchema, request.query);
      const { deliveries, pagination } = await log.list(actorOf(request).userId, idOf(request), filter);
      respond(request, response, deliveries, { pagination });
    },
  );

  router.get('/webhooks/:id/deliveries/:deliveryId', requireUser, async (request, response) => {
    const { userId } = actorOf(request);
    respond(request, response, await log.read(userId, idOf(request), deliveryIdOf(request)));
  });

  router.post('/webhooks/:id/deliveries/:deliveryId/redeliver', requireSession, async (request, response) => {
    const { userId } = actorOf(request);
    respond(request, response, await log.redeliver(userId, idOf(request), deliveryIdOf(request)));
  });
}
