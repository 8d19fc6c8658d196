import {
  TASK_API_PAGE_SIZE,
  TASK_API_STATES,
  type TaskApiPage,
  type TaskApiStatusUpdate,
  taskApiCreateSchema,
  taskApiStatusSchema,
} from '@atelier/shared/contracts/task-api';
import { type Request, type RequestHandler, Router } from 'express';
import { query } from 'express-validator';
import { AppError } from '../../lib/app-error.ts';
import type { LinkOrders } from '../../tasks/link-orders.ts';
import type { ServiceUpdates } from '../../tasks/service-updates.ts';
import type { TaskReader } from '../../tasks/task-reader.ts';
import { absoluteLink } from '../absolute-link.ts';
import {
  presentInList,
  presentTaskApi,
  statesFor,
  taskApiStateOf,
  toOurParameters,
} from '../doors/task-api-words.ts';
import { pageRules } from '../paging.ts';
import { repeatableOf } from '../repeatable-request.ts';
import { actorOf } from '../require-user.ts';
import { localeOf, respond } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

interface Parts {
  readonly linkOrders: LinkOrders;
  readonly reader: TaskReader;
  readonly serviceUpdates: ServiceUpdates;
  readonly requireUser: RequestHandler;
  readonly requireService: RequestHandler;
}

/** The documented task API (seed B): the same tasks in its words, for members. */
export function taskApiRoutes(parts: Parts): Router {
  const { linkOrders, reader, serviceUpdates, requireUser, requireService } = parts;
  const router = Router();

  router.post('/task/create', requireUser, async (request, response) => {
    const { userId, apiKeyId } = actorOf(request);
    const wish = parseBody(taskApiCreateSchema, request);
    const { row, isReplay } = await linkOrders.place({
      userId,
      apiKeyId,
      membersOnly: true,
      request: { taskType: wish.type, parameters: toOurParameters(wish.params ?? {}) },
      links: [wish.inputImageUrl],
      repeatable: repeatableOf(request, userId, { taskApi: wish }),
    });
    if (isReplay) response.setHeader('Idempotent-Replayed', 'true');
    respond(request, response, {
      taskId: row.id,
      type: row.task_type,
      status: taskApiStateOf(row.status),
      createdAt: row.created_at,
    });
  });

  // Before the route with an id, which would take it for one.
  router.get('/task/list', requireUser, listQuery, async (request, response) => {
    const { status, type } = request.query;
    const state = TASK_API_STATES.find((known) => known === status);
    const limit = Number(request.query['limit'] ?? TASK_API_PAGE_SIZE);
    const offset = Number(request.query['offset'] ?? 0);
    const { rows, pagination } = await reader.list(actorOf(request).userId, {
      limit,
      offset,
      ...(state !== undefined && { statuses: statesFor(state) }),
      ...(type !== undefined && { type: String(type) }),
    });
    const locale = localeOf(request);
    const tasks = await reader.present(rows, locale);
    const shown = tasks.map((task) => presentInList(presentTaskApi(task, locale, linkFor(request))));
    const { total, totalIsCapped = false, hasMore } = pagination;
    respond<TaskApiPage>(request, response, { tasks: shown, total, totalIsCapped, hasMore, limit, offset });
  });

  router.get('/task/:taskId', requireUser, async (request, response) => {
    const locale = localeOf(request);
    const row = await reader.get(actorOf(request).userId, String(request.params['taskId']));
    const task = await reader.presentOne(row, locale);
    respond(request, response, presentTaskApi(task, locale, linkFor(request)));
  });

  router.put('/task/:taskId/status', requireService, async (request, response) => {
    const update = parseBody(taskApiStatusSchema, request);
    await apply(serviceUpdates, String(request.params['taskId']), update);
    respond(request, response, null);
  });

  return router;
}

const listQuery = validate(
  ...pageRules(),
  query('status')
    .optional()
    .isIn([...TASK_API_STATES])
    .withMessage(`one of ${TASK_API_STATES.join(', ')}`),
  query('type').optional().isString().isLength({ min: 1, max: 64 }).withMessage('at most 64 characters'),
);

const linkFor = (request: Request) => (url: string) => absoluteLink(request, url);

async function apply(
  updates: ServiceUpdates,
  taskId: string,
  { status, resultUrls, errorMessage }: TaskApiStatusUpdate,
): Promise<void> {
  if (status === 'pending' || status === 'processing') return updates.confirm(taskId, status);
  if (status === 'failed') return updates.fail(taskId, errorMessage);
  if (!resultUrls) {
    const message = 'a success needs its results';
    throw new AppError(
      'request_invalid',
      { detail: `resultUrls: ${message}` },
      { fieldProblems: [{ field: 'resultUrls', message }] },
    );
  }
  return updates.deliver(taskId, resultUrls);
}
