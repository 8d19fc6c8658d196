import { pipeline } from 'node:stream/promises';
import { createTaskSchema, listTasksSchema } from '@atelier/shared/contracts/task';
import { MAX_TASKS_PER_ARCHIVE } from '@atelier/shared/limits';
import { TASK_STATES } from '@atelier/shared/task-states';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { body, param, query } from 'express-validator';
import { z } from 'zod';
import type { AssetService } from '../../assets/asset-service.ts';
import type { CreditReader } from '../../credits/credit-reader.ts';
import { AppError } from '../../lib/app-error.ts';
import { type ArchiveChoice, openArchive } from '../../tasks/task-archive.ts';
import type { TaskReader } from '../../tasks/task-reader.ts';
import type { TaskService } from '../../tasks/task-service.ts';
import { pageRules } from '../paging.ts';
import { receivedFiles, uploadDirectory } from '../receive-files.ts';
import { meaningOfFiles, repeatableOf } from '../repeatable-request.ts';
import { actorOf } from '../require-user.ts';
import { localeOf, localeOfFile, respond } from '../respond.ts';
import { fileLanguage, parseBody, parseWith, validate } from '../validate.ts';

interface Parts {
  readonly tasks: TaskService;
  readonly reader: TaskReader;
  readonly assets: AssetService;
  readonly credits: CreditReader;
  readonly requireUser: RequestHandler;
  readonly receiveFiles: RequestHandler;
}

const idParameter = param('id').isString().isLength({ min: 1, max: 80 }).withMessage('must be a task id');

const listQuery = listTasksSchema.extend({
  limit: z.coerce.number().pipe(listTasksSchema.shape.limit.unwrap()).default(20),
  offset: z.coerce.number().pipe(listTasksSchema.shape.offset.unwrap()).default(0),
});

/** The task door (seed A). */
export function taskRoutes(parts: Parts): Router {
  const router = Router();
  const { requireUser, reader } = parts;

  router.post('/tasks', requireUser, parts.receiveFiles, multipartRules(), (request, response) =>
    createTask(parts, request, response),
  );

  router.get('/tasks', requireUser, ...listRules(), async (request, response) => {
    const { rows, pagination } = await reader.list(
      actorOf(request).userId,
      parseWith(listQuery, request.query),
    );
    respond(request, response, await reader.present(rows, localeOf(request)), { pagination });
  });

  // Before the routes with :id, which would take "archive" for an id.
  router.get(
    '/tasks/archive',
    requireUser,
    validate(
      query('ids')
        .isString()
        .isLength({ min: 1, max: 81 * MAX_TASKS_PER_ARCHIVE }),
      query('newestOnly').optional().isIn(['true', 'false']).withMessage('true or false'),
    ),
    fileLanguage,
    async (request, response) => {
      const ids = [...new Set(String(request.query['ids']).split(','))].slice(0, MAX_TASKS_PER_ARCHIVE);
      const rows = await Promise.all(ids.map((id) => reader.get(actorOf(request).userId, id)));
      const newestOnly = request.query['newestOnly'] === 'true';
      await sendArchive(parts, request, response, rows, { name: 'atelier.zip', newestOnly });
    },
  );

  router.get('/tasks/:id', requireUser, validate(idParameter), async (request, response) => {
    const row = await reader.get(actorOf(request).userId, idOf(request));
    respond(request, response, await reader.presentOne(row, localeOf(request)));
  });

  router.get('/tasks/:id/status', requireUser, validate(idParameter), async (request, response) => {
    const row = await reader.get(actorOf(request).userId, idOf(request));
    respond(request, response, await reader.presentStatus(row, localeOf(request)));
  });

  router.get('/tasks/:id/receipt', requireUser, validate(idParameter), async (request, response) => {
    respond(
      request,
      response,
      await parts.credits.receipt(actorOf(request).userId, idOf(request), localeOf(request)),
    );
  });

  router.get(
    '/tasks/:id/archive',
    requireUser,
    validate(idParameter),
    fileLanguage,
    async (request, response) => {
      const row = await reader.get(actorOf(request).userId, idOf(request));
      await sendArchive(parts, request, response, [row], { name: `${row.task_no}.zip` });
    },
  );

  router.post('/tasks/:id/retry', requireUser, validate(idParameter), async (request, response) => {
    const actor = actorOf(request);
    const repeatable = repeatableOf(request, actor.userId, { retry: idOf(request) });
    const row = await parts.tasks.retry(actor, idOf(request), repeatable);
    respond(request, response, await reader.presentOne(row, localeOf(request)));
  });

  router.post('/tasks/:id/cancel', requireUser, validate(idParameter), async (request, response) => {
    const row = await parts.tasks.cancel(actorOf(request).userId, idOf(request));
    respond(request, response, await reader.presentOne(row, localeOf(request)));
  });

  router.delete('/tasks/:id', requireUser, validate(idParameter), async (request, response) => {
    await parts.tasks.delete(actorOf(request).userId, idOf(request));
    respond(request, response, null);
  });

  return router;
}

/** Multipart text fields belong to express-validator; what they mean is checked with the JSON body's schema. */
function multipartRules(): RequestHandler {
  const rules = validate(
    body('taskType').isString().isLength({ min: 1, max: 64 }).withMessage('is required'),
    body('model').optional().isString().isLength({ min: 1, max: 100 }),
    body('parameters').optional().isString(),
    body(['expectedPrice', 'credits']).optional().isInt({ min: 0 }).withMessage('must be whole credits'),
  );
  return (request, response, next) => (isMultipart(request) ? rules(request, response, next) : next());
}

function listRules(): RequestHandler[] {
  return [
    validate(
      ...pageRules(),
      query('status')
        .optional()
        .isIn(TASK_STATES)
        .withMessage(`one of ${TASK_STATES.join(', ')}`),
      query('type').optional().isString().isLength({ max: 64 }),
      query('model').optional().isString().isLength({ max: 100 }),
      query('batch').optional().isString().isLength({ max: 80 }),
      query('cursor').optional().isString().isLength({ max: 200 }),
    ),
  ];
}

function isMultipart(request: Request): boolean {
  return Boolean(request.is('multipart/form-data'));
}

async function createTask(parts: Parts, request: Request, response: Response): Promise<void> {
  const { userId, apiKeyId } = actorOf(request);
  const files = isMultipart(request) ? receivedFiles(request) : [];
  const wanted = readCreateRequest(request);
  const repeatable = repeatableOf(request, userId, {
    ...wanted,
    files: await meaningOfFiles(request, files),
  });
  const earlier = await parts.tasks.replayOf(repeatable);
  if (earlier) {
    response.setHeader('Idempotent-Replayed', 'true');
    respond(request, response, await parts.reader.presentOne(earlier, localeOf(request)), { status: 201 });
    return;
  }

  const inputs = await parts.assets.findOwned(userId, wanted.inputAssetIds);
  const ordered = wanted.inputAssetIds.map((id) => inputs.find((asset) => asset.id === id));
  if (ordered.includes(undefined)) throw new AppError('input_not_found');
  const task = {
    userId,
    apiKeyId,
    request: { ...wanted, inputCount: wanted.inputAssetIds.length + files.length },
    expectedPrice: wanted.expectedPrice,
  };
  // Saves decoding and storing for nothing; without uploads there is nothing to save.
  if (files.length > 0) await parts.tasks.precheck(task);
  const uploads =
    files.length > 0 ? await parts.assets.acceptUploads(userId, files, uploadDirectory(request)) : [];
  const existing = ordered.filter((asset) => asset !== undefined);
  const row = await parts.tasks.create({ ...task, inputs: existing, uploads, repeatable });
  const created = await parts.reader.presentNew(row, [...existing, ...uploads], localeOf(request));
  respond(request, response, created, { status: 201 });
}

function readCreateRequest(request: Request): Omit<z.output<typeof createTaskSchema>, 'credits'> {
  const { credits, ...wanted } = isMultipart(request)
    ? parseWith(createTaskSchema, fieldsOf(request.body))
    : parseBody(createTaskSchema, request);
  // Clients that know no prices say 0.
  if (!credits) return wanted;
  if (wanted.expectedPrice !== undefined && wanted.expectedPrice !== credits) {
    const message = 'differs from expectedPrice, which means the same';
    throw new AppError(
      'request_invalid',
      { detail: `credits: ${message}` },
      { fieldProblems: [{ field: 'credits', message }] },
    );
  }
  return { ...wanted, expectedPrice: credits };
}

function fieldsOf(form: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const { taskType, model, parameters, expectedPrice, credits } = form;
  return {
    taskType,
    ...(model && { model }),
    ...(parameters && { parameters: parseParameters(parameters) }),
    ...(expectedPrice && { expectedPrice: Number(expectedPrice) }),
    ...(credits && { credits: Number(credits) }),
  };
}

function parseParameters(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('parameters_not_json', {}, { cause: error });
  }
}

async function sendArchive(
  parts: Parts,
  request: Request,
  response: Response,
  rows: Awaited<ReturnType<TaskReader['get']>>[],
  { name, ...choice }: { name: string } & ArchiveChoice,
): Promise<void> {
  const archive = await openArchive(parts, rows, localeOfFile(request), choice);
  if (!archive) throw new AppError('task_has_no_results');
  response.attachment(name).type('application/zip');
  await pipeline(archive, response);
}

function idOf(request: Request): string {
  return String(request.params['id']);
}
