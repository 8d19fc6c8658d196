import { changeUserSchema, type ResetLink } from '@atelier/shared/contracts/user';
import { ROLES, USER_STATES } from '@atelier/shared/roles';
import { type RequestHandler, Router } from 'express';
import { query } from 'express-validator';
import { type ResetLinks, resetLinkOf } from '../../accounts/reset-links.ts';
import type { UserDesk } from '../../accounts/user-desk.ts';
import { absoluteLink } from '../absolute-link.ts';
import { pageOf, pageRules, respondPage } from '../paging.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody, validate } from '../validate.ts';

/** Accounts, for operators: look, switch off and on, change the role, help with a forgotten password. */
export function adminUserRoutes(parts: {
  userDesk: UserDesk;
  resetLinks: ResetLinks;
  /** Where people reach this installation; undefined when nobody said so. */
  appUrl: string | undefined;
  requireOperator: RequestHandler;
}): Router {
  const router = Router();
  const { userDesk: desk, resetLinks, appUrl, requireOperator } = parts;

  router.get(
    '/admin/users',
    requireOperator,
    validate(
      query('search')
        .optional()
        .isString()
        .isLength({ min: 1, max: 100 })
        .withMessage('at most 100 characters'),
      query('role')
        .optional()
        .isIn(ROLES)
        .withMessage(`one of ${ROLES.join(', ')}`),
      query('state')
        .optional()
        .isIn(USER_STATES)
        .withMessage(`one of ${USER_STATES.join(', ')}`),
      ...pageRules(),
    ),
    async (request, response) => {
      const page = pageOf(request);
      const { search, role, state } = request.query;
      const { users, total } = await desk.list({
        search: search === undefined ? undefined : String(search),
        role: ROLES.find((each) => each === role),
        state: USER_STATES.find((each) => each === state),
        ...page,
      });
      respondPage(request, response, users, { ...page, total });
    },
  );

  router.get(
    '/admin/users/:userId/changes',
    requireOperator,
    validate(...pageRules()),
    async (request, response) => {
      const page = pageOf(request);
      const { changes, total } = await desk.changesOf(String(request.params['userId']), page);
      respondPage(request, response, changes, { ...page, total });
    },
  );

  router.patch('/admin/users/:userId', requireOperator, async (request, response) => {
    const wish = parseBody(changeUserSchema, request);
    const userId = String(request.params['userId']);
    respond(request, response, await desk.change(userId, wish, actorOf(request).userId));
  });

  router.post('/admin/users/:userId/reset-link', requireOperator, async (request, response) => {
    const userId = String(request.params['userId']);
    const made = await resetLinks.make(userId, actorOf(request).userId);
    const url = resetLinkOf(appUrl ?? absoluteLink(request, '/'), made);
    respond<ResetLink>(request, response, { url, expiresAt: made.expiresAt }, { status: 201 });
  });

  return router;
}
