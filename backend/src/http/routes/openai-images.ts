import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type OpenAiModel,
  type OpenAiOrder,
  openAiEditSchema,
  openAiGenerationSchema,
} from '@atelier/shared/contracts/openai-images';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { body, param } from 'express-validator';
import type { AssetService } from '../../assets/asset-service.ts';
import type { LooseUploads } from '../../assets/loose-uploads.ts';
import { AppError } from '../../lib/app-error.ts';
import { describeFile } from '../../lib/describe-file.ts';
import type { CatalogueService } from '../../tasks/catalogue-service.ts';
import type { TaskReader } from '../../tasks/task-reader.ts';
import type { TaskService } from '../../tasks/task-service.ts';
import { failureOfTask, type TaskWaiter } from '../../tasks/task-waiter.ts';
import { absoluteLink } from '../absolute-link.ts';
import { openAiError } from '../doors/openai-failures.ts';
import type { OpenAiModels } from '../doors/openai-models.ts';
import { OpenAiOrders } from '../doors/openai-orders.ts';
import { writeImageEvents, writeImages } from '../doors/openai-pictures.ts';
import { readFormFields } from '../doors/openai-words.ts';
import { PatientAnswer, type PatientAnswerOptions } from '../patient-answer.ts';
import { type ReceivedFile, receivedFiles, uploadDirectory } from '../receive-files.ts';
import { repeatableOf } from '../repeatable-request.ts';
import { actorOf } from '../require-user.ts';
import { localeOf } from '../respond.ts';
import { parseBody, parseWith, validate } from '../validate.ts';

export interface OpenAiDoorParts {
  readonly tasks: TaskService;
  readonly assets: AssetService;
  readonly looseUploads: LooseUploads;
  readonly catalogue: CatalogueService;
  readonly reader: TaskReader;
  readonly waiter: TaskWaiter;
  readonly names: OpenAiModels;
  readonly requireKey: RequestHandler;
  /** Files under `image`, `image[]` and `mask`. */
  readonly receivePictures: RequestHandler;
  /** Aborted when the server stops, so that waiting callers do not hold it up. */
  readonly stopping: AbortSignal;
  readonly patience?: PatientAnswerOptions | undefined;
}

/** What a caller wants, whichever of the two routes it came by. */
interface Wish {
  readonly kind: 'image_generation' | 'image_edit';
  readonly order: OpenAiOrder;
  readonly slug: string;
  readonly pictures: readonly ReceivedFile[];
  readonly mask: ReceivedFile | undefined;
}

/** The OpenAI-shaped door: its clients wait for the pictures; behind it are the same tasks. */
export function openAiImageRoutes(parts: OpenAiDoorParts): Router {
  const router = Router();
  const { names, requireKey } = parts;

  router.get('/models', requireKey, (_request, response) => {
    response.json({ object: 'list', data: names.list() });
  });

  router.get(
    '/models/:id',
    requireKey,
    validate(param('id').isString().isLength({ min: 1, max: 100 }).withMessage('must be a model')),
    (request, response) => {
      response.json(names.get(String(request.params['id'])) satisfies OpenAiModel);
    },
  );

  router.post('/images/generations', requireKey, async (request, response) => {
    const order = parseBody(openAiGenerationSchema, request);
    const slug = names.slugOf(order.model);
    await answer(parts, request, response, {
      kind: 'image_generation',
      ...{ order, slug, pictures: [], mask: undefined },
    });
  });

  router.post('/images/edits', requireKey, parts.receivePictures, formRules(), async (request, response) => {
    const fields: Record<string, unknown> = { ...request.body };
    const slug = names.slugOf(typeof fields['model'] === 'string' ? fields['model'] : undefined);
    const { parameterSchema } = parts.catalogue.recipeOf(slug);
    const order = parseWith(openAiEditSchema, readFormFields(fields, parameterSchema));
    const files = receivedFiles(request);
    const pictures = files.filter(({ field }) => field !== 'mask');
    if (pictures.length === 0) throw new AppError('files_missing');
    const [mask, second] = files.filter(({ field }) => field === 'mask');
    if (second) throw new AppError('files_too_many', { limit: 1 });
    await answer(parts, request, response, { kind: 'image_edit', order, slug, pictures, mask });
  });

  return router;
}

/** Multipart text fields belong to express-validator; what they mean is checked with the schema of the JSON form. */
function formRules(): RequestHandler {
  return validate(
    body('model').optional().isString().isLength({ min: 1, max: 100 }),
    body('n').optional().isInt({ min: 1, max: 10 }).withMessage('must be 1 to 10'),
    body('stream').optional().isIn(['true', 'false']).withMessage('must be true or false'),
    body('partial_images').optional().isInt({ min: 0, max: 3 }).withMessage('must be 0 to 3'),
  );
}

/** Places the order, waits for its end and answers with the pictures. A caller who leaves ends nothing but the waiting. */
async function answer(
  parts: OpenAiDoorParts,
  request: Request,
  response: Response,
  wish: Wish,
): Promise<void> {
  const { userId, apiKeyId } = actorOf(request);
  const { order, slug, kind, pictures, mask } = wish;
  const hasFiles = pictures.length > 0;
  const { row, isReplay, ignored } = await new OpenAiOrders(parts).place({
    ...{ userId, apiKeyId, slug, order, pictures, mask },
    directory: hasFiles ? uploadDirectory(request) : undefined,
    repeatable: await repeatableWish(request, userId, wish),
  });
  if (isReplay) response.setHeader('Idempotent-Replayed', 'true');
  response.setHeader('X-Task-Id', row.id);
  if (ignored.length > 0) response.setHeader('X-Ignored-Parameters', ignored.join(', '));

  // The upload, the waiting and the writing each listen for the end, more of them than Node expects.
  response.setMaxListeners(20);
  const left = new AbortController();
  response.once('close', () => left.abort());
  const waiting = new PatientAnswer(response, order.stream ? 'events' : 'json', parts.patience);
  try {
    const ended = await parts.waiter.ended(userId, row.id, AbortSignal.any([left.signal, parts.stopping]));
    const failure = failureOfTask(ended);
    if (failure) throw failure;
    const done = { row: ended, results: await parts.reader.resultsOf([ended]) };
    const options = {
      assets: parts.assets,
      toLink: (url: string) => absoluteLink(request, url),
      format: order.response_format ?? parts.names.formatOf(order.model),
    };
    const pieces = order.stream ? writeImageEvents(done, { ...options, kind }) : writeImages(done, options);
    await pipeline(Readable.from(pieces), waiting.ready());
  } catch (error) {
    waiting.stop();
    // Nobody is there any more; the task goes on, and its key or its id finds it.
    if (left.signal.aborted) return;
    const failure = parts.stopping.aborted ? new AppError('server_busy', {}, { cause: error }) : error;
    if (!response.headersSent || !(failure instanceof AppError)) throw failure;
    endWith(failure, request, response, order.stream ? 'events' : 'json');
  }
}

/** A failure after the head has gone: the body alone can tell it. */
function endWith(failure: AppError, request: Request, response: Response, kind: 'events' | 'json'): void {
  const text = JSON.stringify({ error: openAiError(failure, failure.textIn(localeOf(request))) });
  response.end(kind === 'events' ? `event: error\ndata: ${text}\n\n` : text);
}

/** How the caller wants to be answered is no part of what it ordered: a repeat may ask for another form. */
async function repeatableWish(request: Request, userId: string, { kind, order, slug, pictures, mask }: Wish) {
  if (request.headers['idempotency-key'] === undefined) return undefined;
  const { model, response_format, stream, partial_images, user, ...picture } = order;
  const files = mask ? [...pictures, mask] : pictures;
  const described = await Promise.all(files.map((file) => describeFile(file.path)));
  return repeatableOf(request, userId, {
    openai: kind,
    ...{ slug, picture },
    files: described.map(({ sha256 }, index) => [sha256, files[index]?.field === 'mask']),
  });
}
