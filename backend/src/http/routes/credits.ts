import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ENTRY_TYPES } from '@atelier/shared/contracts/credit';
import { DEFAULT_PAGE_SIZE } from '@atelier/shared/limits';
import { type RequestHandler, Router } from 'express';
import { query } from 'express-validator';
import { z } from 'zod';
import type { CreditReader } from '../../credits/credit-reader.ts';
import { pageRules } from '../paging.ts';
import { actorOf } from '../require-user.ts';
import { localeOf, localeOfFile, respond } from '../respond.ts';
import { fileLanguage, parseWith, validate } from '../validate.ts';

/** Query strings are checked by express-validator; this gives them their types and defaults. */
const listEntriesSchema = z.object({
  limit: z.coerce.number().default(DEFAULT_PAGE_SIZE),
  offset: z.coerce.number().default(0),
  type: z.enum(ENTRY_TYPES).optional(),
});

const toMoment = (text: string): string => new Date(text).toISOString();
const statementSchema = z.object({
  from: z.string().transform(toMoment).optional(),
  to: z.string().transform(toMoment).optional(),
});

/** The user's balance and ledger. */
export function creditRoutes(parts: { credits: CreditReader; requireUser: RequestHandler }): Router {
  const router = Router();

  router.get('/credits', parts.requireUser, async (request, response) => {
    respond(request, response, await parts.credits.credits(actorOf(request).userId));
  });

  router.get(
    '/credits/transactions',
    parts.requireUser,
    validate(
      ...pageRules(),
      query('type')
        .optional()
        .isIn(ENTRY_TYPES)
        .withMessage(`one of ${ENTRY_TYPES.join(', ')}`),
    ),
    async (request, response) => {
      const page = parseWith(listEntriesSchema, request.query);
      const { entries, pagination } = await parts.credits.entries(
        actorOf(request).userId,
        page,
        localeOf(request),
      );
      respond(request, response, entries, { pagination });
    },
  );

  router.get(
    '/credits/statement.csv',
    parts.requireUser,
    fileLanguage,
    validate(
      query('from').optional().isISO8601({ strict: true }).withMessage('must be a date or moment'),
      query('to').optional().isISO8601({ strict: true }).withMessage('must be a date or moment'),
    ),
    async (request, response) => {
      const { from, to } = parseWith(statementSchema, request.query);
      const span = { ...(from && { from }), ...(to && { to }) };
      response.attachment('atelier-credits.csv').type('text/csv; charset=utf-8');
      const lines = parts.credits.statement(actorOf(request).userId, span, localeOfFile(request));
      await pipeline(Readable.from(lines), response);
    },
  );

  return router;
}
