import { listAdminTasksSchema } from '@atelier/shared/contracts/admin-task';
import { ADMIN_TASK_PAGE_SIZE, MAX_EMAIL_CHARACTERS, MAX_PAGE_SIZE } from '@atelier/shared/limits';
import { TASK_STATES } from '@atelier/shared/task-states';
import { type Request, type RequestHandler, Router } from 'express';
import { param, query } from 'express-validator';
import { z } from 'zod';
import type { AdminTaskDesk } from '../../tasks/admin-task-desk.ts';
import { actorOf } from '../require-user.ts';
import { localeOf, respond } from '../respond.ts';
import { parseWith, validate } from '../validate.ts';

const taskParameter = param('taskId')
  .isString()
  .isLength({ min: 1, max: 80 })
  .withMessage('must be a task id');
const taskIdOf = (request: Request): string => String(request.params['taskId']);

const listQuery = listAdminTasksSchema.extend({
  limit: z.coerce.number().pipe(listAdminTasksSchema.shape.limit.unwrap()).default(ADMIN_TASK_PAGE_SIZE),
});

const textOf = (name: string, max: number) =>
  query(name).optional().isString().isLength({ min: 1, max }).withMessage(`1 to ${max} characters`);

const listRules = validate(
  query('limit').optional().isInt({ min: 1, max: MAX_PAGE_SIZE }).withMessage(`1 to ${MAX_PAGE_SIZE}`),
  textOf('cursor', 200),
  textOf('task', 80),
  textOf('user', MAX_EMAIL_CHARACTERS),
  query('status')
    .optional()
    .isIn(TASK_STATES)
    .withMessage(`one of ${TASK_STATES.join(', ')}`),
  textOf('provider', 64),
  textOf('model', 100),
  textOf('errorCode', 64),
  query('from').optional().isISO8601({ strict: true }).withMessage('must be a moment (ISO 8601)'),
  query('to').optional().isISO8601({ strict: true }).withMessage('must be a moment (ISO 8601)'),
  query('deleted').optional().isIn(['without', 'with']).withMessage('without or with'),
);

/** Everybody's tasks, for operators: find, look, cancel, let the vendor be asked now. */
export function adminTaskRoutes(parts: {
  adminTasks: AdminTaskDesk;
  requireOperator: RequestHandler;
}): Router {
  const router = Router();
  const { adminTasks: desk, requireOperator } = parts;

  router.get('/admin/tasks', requireOperator, listRules, async (request, response) => {
    respond(request, response, await desk.list(parseWith(listQuery, request.query)));
  });

  router.get('/admin/tasks/:taskId', requireOperator, validate(taskParameter), async (request, response) => {
    respond(request, response, await desk.read(taskIdOf(request), localeOf(request)));
  });

  router.post(
    '/admin/tasks/:taskId/cancel',
    requireOperator,
    validate(taskParameter),
    async (request, response) => {
      await desk.cancel(actorOf(request).userId, taskIdOf(request));
      respond(request, response, await desk.read(taskIdOf(request), localeOf(request)));
    },
  );

  router.post(
    '/admin/tasks/:taskId/check-now',
    requireOperator,
    validate(taskParameter),
    async (request, response) => {
      respond(request, response, await desk.checkNow(actorOf(request).userId, taskIdOf(request)));
    },
  );

  return router;
}
