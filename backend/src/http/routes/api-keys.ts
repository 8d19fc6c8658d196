import {
  type ApiKey,
  type ApiKeyUsage,
  apiKeyUsageQuerySchema,
  type CreatedApiKey,
  createApiKeySchema,
  updateApiKeySchema,
} from '@atelier/shared/contracts/api-key';
import { MAX_API_KEY_USAGE_DAYS } from '@atelier/shared/limits';
import { type Request, type RequestHandler, Router } from 'express';
import { param, query } from 'express-validator';
import { z } from 'zod';
import type { ApiKeys } from '../../accounts/api-keys.ts';
import { AppError } from '../../lib/app-error.ts';
import { assertIdempotencyKey, hashRequest } from '../../tasks/idempotency.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody, parseWith, validate } from '../validate.ts';

const idParameter = param('id').isString().isLength({ min: 1, max: 80 }).withMessage('must be an API key id');

const usageQuery = apiKeyUsageQuerySchema.extend({
  days: z.coerce
    .number()
    .pipe(apiKeyUsageQuerySchema.shape.days.unwrap())
    .default(apiKeyUsageQuerySchema.shape.days.parse(undefined)),
});

/** A user's API keys. Only a signed-in session comes in: a key that leaked must not be able to make itself a second one. */
export function apiKeyRoutes(parts: { apiKeys: ApiKeys; requireSession: RequestHandler }): Router {
  const router = Router();
  const { apiKeys, requireSession } = parts;

  router.get('/keys', requireSession, async (request, response) => {
    respond<ApiKey[]>(request, response, await apiKeys.list(actorOf(request).userId));
  });

  router.post('/keys', requireSession, async (request, response) => {
    const wish = parseBody(createApiKeySchema, request);
    const created = await apiKeys.create(actorOf(request).userId, wish, repeatableOf(request, wish));
    if (created.secret === null) response.setHeader('Idempotent-Replayed', 'true');
    respond<CreatedApiKey>(request, response, created, { status: 201 });
  });

  router.patch('/keys/:id', requireSession, validate(idParameter), async (request, response) => {
    const change = parseBody(updateApiKeySchema, request);
    const { userId } = actorOf(request);
    respond<ApiKey>(request, response, await apiKeys.update(userId, idOf(request), change));
  });

  router.delete('/keys/:id', requireSession, validate(idParameter), async (request, response) => {
    respond<ApiKey>(request, response, await apiKeys.revoke(actorOf(request).userId, idOf(request)));
  });

  router.get(
    '/keys/:id/usage',
    requireSession,
    validate(
      idParameter,
      query('days')
        .optional()
        .isInt({ min: 1, max: MAX_API_KEY_USAGE_DAYS })
        .withMessage(`1 to ${MAX_API_KEY_USAGE_DAYS}`),
    ),
    async (request, response) => {
      const { days } = parseWith(usageQuery, request.query);
      const { userId } = actorOf(request);
      respond<ApiKeyUsage>(request, response, await apiKeys.usage(userId, idOf(request), days));
    },
  );

  return router;
}

function repeatableOf(request: Request, wish: unknown): { key: string; requestHash: string } | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string') throw new AppError('idempotency_key_invalid');
  assertIdempotencyKey(key);
  return { key, requestHash: hashRequest(wish) };
}

function idOf(request: Request): string {
  return String(request.params.id);
}
