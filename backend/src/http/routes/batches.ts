import { pipeline } from 'node:stream/promises';
import {
  addBatchFilesSchema,
  type BatchFiles,
  createBatchSchema,
  filePositionsSchema,
  listBatchesSchema,
  listBatchItemsSchema,
} from '@atelier/shared/contracts/batch';
import { MAX_FILES_PER_BATCH, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { param, query } from 'express-validator';
import { z } from 'zod';
import type { AssetService } from '../../assets/asset-service.ts';
import { AppError } from '../../lib/app-error.ts';
import { describeFile } from '../../lib/describe-file.ts';
import { openBatchArchive } from '../../tasks/batch-archive.ts';
import type { BatchIntake, IntakeAnswer } from '../../tasks/batch-intake.ts';
import { presentOutcome } from '../../tasks/batch-pictures.ts';
import { fingerprintOf, type SentPicture } from '../../tasks/batch-preparation.ts';
import type { BatchReader } from '../../tasks/batch-reader.ts';
import type { BatchService } from '../../tasks/batch-service.ts';
import type { TaskReader } from '../../tasks/task-reader.ts';
import { pageRules } from '../paging.ts';
import { receivedFiles, uploadDirectory } from '../receive-files.ts';
import { repeatableOf } from '../repeatable-request.ts';
import { actorOf } from '../require-user.ts';
import { localeOf, localeOfFile, respond } from '../respond.ts';
import { fileLanguage, parseBody, parseWith, validate } from '../validate.ts';

interface Parts {
  readonly batches: BatchReader;
  readonly intake: BatchIntake;
  readonly batchService: BatchService;
  readonly reader: TaskReader;
  readonly assets: AssetService;
  readonly requireUser: RequestHandler;
  readonly receiveFiles: RequestHandler;
}

const idParameter = param('id').isString().isLength({ min: 1, max: 80 }).withMessage('must be a batch id');

const listQuery = listBatchesSchema.extend({
  limit: z.coerce.number().pipe(listBatchesSchema.shape.limit.unwrap()).default(20),
  offset: z.coerce.number().pipe(listBatchesSchema.shape.offset.unwrap()).default(0),
});
const itemsQuery = listBatchItemsSchema.extend({
  limit: z.coerce.number().pipe(listBatchItemsSchema.shape.limit.unwrap()).default(MAX_FILES_PER_BATCH),
  offset: z.coerce.number().pipe(listBatchItemsSchema.shape.offset.unwrap()).default(0),
});

/** Batches: many pictures, one recipe, a task of each picture, a limit agreed before the start. */
export function batchRoutes(parts: Parts): Router {
  const router = Router();
  const { requireUser, batches, batchService } = parts;
  const ofUser = [requireUser, validate(idParameter)];

  router.post('/batches', requireUser, async (request, response) => {
    const actor = actorOf(request);
    const wanted = parseBody(createBatchSchema, request);
    const repeatable = repeatableOf(request, actor.userId, { batch: wanted });
    const answer = await parts.intake.create(actor, wanted, repeatable);
    await respondToIntake(parts, request, response, answer, 201);
  });

  router.get('/batches', requireUser, ...listRules(MAX_PAGE_SIZE), async (request, response) => {
    const { rows, pagination } = await batches.list(
      actorOf(request).userId,
      parseWith(listQuery, request.query),
    );
    respond(request, response, await batches.present(rows), { pagination });
  });

  router.get('/batches/:id', ...ofUser, async (request, response) => {
    respond(request, response, await batches.presentOne(await ownBatch(parts, request)));
  });

  router.get(
    '/batches/:id/items',
    ...ofUser,
    ...listRules(MAX_FILES_PER_BATCH),
    async (request, response) => {
      const batch = await ownBatch(parts, request);
      const page = parseWith(itemsQuery, request.query);
      const { items, pagination } = await batches.items(batch, page, localeOf(request));
      respond(request, response, items, { pagination });
    },
  );

  // Whose batch it is comes before the bytes: nobody uploads megabytes to be told that it is not his.
  router.post('/batches/:id/files', ...ofUser, ownersOnly(parts), parts.receiveFiles, (request, response) =>
    addFiles(parts, request, response),
  );

  router.post('/batches/:id/close', ...ofUser, async (request, response) => {
    const batch = await batchService.close(actorOf(request).userId, idOf(request));
    respond(request, response, await batches.presentOne(batch));
  });

  router.post('/batches/:id/cancel', ...ofUser, async (request, response) => {
    const batch = await batchService.cancel(actorOf(request).userId, idOf(request));
    respond(request, response, await batches.presentOne(batch));
  });

  router.post('/batches/:id/retry', ...ofUser, async (request, response) => {
    const actor = actorOf(request);
    const repeatable = repeatableOf(request, actor.userId, { retryBatch: idOf(request) });
    const { retriedCount, notRetried } = await batchService.retry(actor, idOf(request), repeatable);
    respond(request, response, {
      batch: await batches.presentOne(await ownBatch(parts, request)),
      retriedCount,
      notRetried: notRetried.map((outcome) => presentOutcome(outcome, localeOf(request))),
    });
  });

  router.delete('/batches/:id', ...ofUser, async (request, response) => {
    await batchService.delete(actorOf(request).userId, idOf(request));
    respond(request, response, null);
  });

  router.get('/batches/:id/archive', ...ofUser, fileLanguage, async (request, response) => {
    const batch = await ownBatch(parts, request);
    const archive = await openBatchArchive(parts, batch, localeOfFile(request));
    response.attachment(`${batch.batch_no}.zip`).type('application/zip');
    await pipeline(archive, response);
  });

  return router;
}

function listRules(maxLimit: number): RequestHandler[] {
  return [validate(...pageRules(maxLimit), query('cursor').optional().isString().isLength({ max: 200 }))];
}

function ownersOnly(parts: Parts): RequestHandler {
  return async (request, _response, next) => {
    await ownBatch(parts, request);
    next();
  };
}

function ownBatch({ batches }: Parts, request: Request): ReturnType<BatchReader['get']> {
  return batches.get(actorOf(request).userId, idOf(request));
}

async function addFiles(parts: Parts, request: Request, response: Response): Promise<void> {
  const actor = actorOf(request);
  const sent = request.is('multipart/form-data') ? await sentFiles(request) : sentAssets(request);
  const repeatable = repeatableOf(request, actor.userId, {
    batchFiles: idOf(request),
    sent: sent.map((one) => [one.position, fingerprintOf(one)]),
  });
  const directory = () => uploadDirectory(request);
  const answer = await parts.intake.add(actor, idOf(request), { sent, directory, repeatable });
  await respondToIntake(parts, request, response, answer, 200);
}

async function sentFiles(request: Request): Promise<SentPicture[]> {
  const files = receivedFiles(request);
  if (files.length === 0) throw new AppError('files_missing');
  const { positions: text } = request.body as Record<string, string | undefined>;
  const positions = parseWith(filePositionsSchema, parsePositions(text));
  if (positions.length !== files.length) {
    throw invalidPositions(`${positions.length} for ${files.length} files`);
  }
  assertDistinct(positions);
  return Promise.all(
    files.map(async (file, index) => ({
      position: positions[index] ?? 0,
      file,
      sha256: (await describeFile(file.path)).sha256,
    })),
  );
}

function sentAssets(request: Request): SentPicture[] {
  const { files } = parseBody(addBatchFilesSchema, request);
  assertDistinct(files.map(({ position }) => position));
  return files.map(({ position, inputAssetId }) => ({ position, assetId: inputAssetId }));
}

function parsePositions(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (error) {
    throw invalidPositions('must be the JSON text of an array', error);
  }
}

function assertDistinct(positions: readonly number[]): void {
  if (new Set(positions).size !== positions.length) throw invalidPositions('each place once');
}

function invalidPositions(message: string, cause?: unknown): AppError {
  return new AppError(
    'request_invalid',
    { detail: `positions: ${message}` },
    { cause, fieldProblems: [{ field: 'positions', message }] },
  );
}

async function respondToIntake(
  { batches }: Parts,
  request: Request,
  response: Response,
  answer: IntakeAnswer,
  status: 200 | 201,
): Promise<void> {
  if (answer.isReplay) response.setHeader('Idempotent-Replayed', 'true');
  const data: BatchFiles = {
    batch: await batches.presentOne(answer.batch),
    files: answer.outcomes.map((outcome) => presentOutcome(outcome, localeOf(request))),
  };
  respond(request, response, data, { status });
}

function idOf(request: Request): string {
  return String(request.params['id']);
}
