import {
  type Account,
  changePasswordSchema,
  refreshSchema,
  registerSchema,
  resetPasswordSchema,
  type Session,
  signInSchema,
} from '@atelier/shared/contracts/session';
import { type Request, type RequestHandler, Router } from 'express';
import type { AccountService } from '../../accounts/account-service.ts';
import { AppError } from '../../lib/app-error.ts';
import { cookieOf, REFRESH_COOKIE, type SessionCookies } from '../cookies.ts';
import { clientAddressOf, type RateLimits } from '../rate-limit.ts';
import { actorOf } from '../require-user.ts';
import { respond } from '../respond.ts';
import { parseBody } from '../validate.ts';

interface Parts {
  readonly accounts: AccountService;
  readonly cookies: SessionCookies;
  readonly limits: RateLimits;
  /** No key reaches the account. */
  readonly requireSession: RequestHandler;
  readonly refuseKeys: RequestHandler;
}

/** The account door. Mounted under /api, behind `identifyUser`, `sameOrigin`, the general limits and JSON parsing. */
export function authRoutes({ accounts, cookies, limits, requireSession, refuseKeys }: Parts): Router {
  const router = Router();

  router.post('/auth/register', refuseKeys, limits.registering, async (request, response) => {
    const session = await accounts.register(parseBody(registerSchema, request));
    cookies.set(response, session);
    respond<Session>(request, response, session, { status: 201 });
  });

  router.post('/auth/login', refuseKeys, limits.signingIn, async (request, response) => {
    const credentials = parseBody(signInSchema, request);
    const session = await accounts.signIn({ ...credentials, address: clientAddressOf(request) });
    cookies.set(response, session);
    respond<Session>(request, response, session);
  });

  router.post('/auth/refresh', refuseKeys, limits.signingIn, async (request, response) => {
    const refreshToken = refreshTokenOf(request);
    if (refreshToken === undefined) throw new AppError('sign_in_required');
    const session = await accounts.refresh(refreshToken);
    cookies.set(response, session);
    respond<Session>(request, response, session);
  });

  router.post('/auth/logout', refuseKeys, async (request, response) => {
    const refreshToken = refreshTokenOf(request);
    if (refreshToken !== undefined) await accounts.signOut(refreshToken);
    cookies.clear(response);
    respond(request, response, null);
  });

  router.post('/auth/password', requireSession, async (request, response) => {
    const wish = parseBody(changePasswordSchema, request);
    const { userId } = actorOf(request);
    const session = await accounts.changePassword({ ...wish, userId, address: clientAddressOf(request) });
    cookies.set(response, session);
    respond<Session>(request, response, session);
  });

  router.post('/auth/reset', refuseKeys, limits.signingIn, async (request, response) => {
    const session = await accounts.resetPassword(parseBody(resetPasswordSchema, request));
    cookies.set(response, session);
    respond<Session>(request, response, session);
  });

  router.get('/auth/me', requireSession, async (request, response) => {
    respond<Account>(request, response, await accounts.accountOf(actorOf(request).userId));
  });

  return router;
}

/** API clients send the token in the body; the page has it in its cookie. */
function refreshTokenOf(request: Request): string | undefined {
  return parseBody(refreshSchema, request).refreshToken ?? cookieOf(request, REFRESH_COOKIE);
}
