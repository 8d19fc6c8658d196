import { setRetentionRuleSchema } from '@atelier/shared/contracts/retention';
import { type RequestHandler, Router } from 'express';
import type { RetentionRules } from '../../tasks/retention-rules.ts';
import type { TaskRetention } from '../../tasks/task-retention.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody } from '../validate.ts';

/** How long tasks are kept: the rules for operators, with a dry run; and what they mean for the caller. */
export function retentionRoutes(parts: {
  retentionRules: RetentionRules;
  retention: TaskRetention;
  requireUser: RequestHandler;
  requireOperator: RequestHandler;
}): Router {
  const router = Router();
  const { retentionRules: rules, retention, requireUser, requireOperator } = parts;

  router.get('/retention', requireUser, async (request, response) => {
    respond(request, response, await rules.ownOf(actorOf(request).userId));
  });

  router.get('/admin/retention', requireOperator, async (request, response) => {
    respond(request, response, await rules.list());
  });

  router.put('/admin/retention', requireOperator, async (request, response) => {
    const wish = parseBody(setRetentionRuleSchema, request);
    respond(request, response, await rules.set(actorOf(request).userId, wish));
  });

  router.get('/admin/retention/preview', requireOperator, async (request, response) => {
    respond(request, response, await retention.preview());
  });

  router.post('/admin/retention/run', requireOperator, async (request, response) => {
    respond(request, response, await retention.run());
  });

  router.delete('/admin/retention/:ruleId', requireOperator, async (request, response) => {
    await rules.remove(String(request.params['ruleId']));
    respond(request, response, null);
  });

  return router;
}
