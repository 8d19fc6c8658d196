import type { Role } from '@atelier/shared/contracts/session';
import type { Request, RequestHandler } from 'express';
import type { AccessTokens, VerifiedClaims } from '../accounts/tokens.ts';
import type { UserStates } from '../accounts/user-states.ts';
import { runAsSystem, runAsUser } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { ACCESS_COOKIE, cookieOf } from './cookies.ts';

/** Who is asking. */
export interface Actor {
  readonly userId: string;
  readonly role: Role;
  /** When the proof of who this is runs out, in milliseconds since 1970; what stays open longer must be ended then. */
  readonly endsAtMs: number;
}

const actors = new WeakMap<Request, Actor>();
const claims = new WeakMap<Request, VerifiedClaims>();

/** The signed-in user of a request behind `requireUser`. Asking anywhere else is a bug and throws. */
export function actorOf(request: Request): Actor {
  const actor = actors.get(request);
  if (!actor)
    throw new Error(`${request.method} ${request.path} asks for a user but is not behind requireUser`);
  return actor;
}

/** The user a valid token names, known from `identifyUser` on; undefined for strangers. For rate limits only. */
export function claimedUserOf(request: Request): string | undefined {
  return claims.get(request)?.userId;
}

/** The bearer token of the Authorization header, if it carries one (RFC 6750 §2.1). */
export function bearerTokenOf(request: Request): string | undefined {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

export interface Guards {
  /** Mount first under /api. Notes whom a valid token names; refuses nobody. */
  readonly identifyUser: RequestHandler;
  /** @throws AppError sign_in_required, token_expired, token_invalid, account_disabled. */
  readonly requireUser: RequestHandler;
  /** Like requireUser, then @throws AppError role_required for everybody but operators. */
  readonly requireOperator: RequestHandler;
}

/** Doors for signed-in people. A bearer token wins over the cookie; the role is today's, not the token's. */
export function createGuards(parts: { accessTokens: AccessTokens; userStates: UserStates }): Guards {
  const { accessTokens, userStates } = parts;

  const verify = (request: Request): VerifiedClaims => {
    const token = bearerTokenOf(request) ?? cookieOf(request, ACCESS_COOKIE);
    if (token === undefined) throw new AppError('sign_in_required');
    return accessTokens.verify(token);
  };

  const admit = async (request: Request): Promise<Actor> => {
    const { userId, endsAtMs } = claims.get(request) ?? verify(request);
    const state = await userStates.stateOf(userId);
    if (!state) throw new AppError('token_invalid');
    if (!state.isActive) throw new AppError('account_disabled');
    const actor = { userId, role: state.role, endsAtMs };
    actors.set(request, actor);
    return actor;
  };

  return {
    identifyUser: (request, _response, next) => {
      try {
        claims.set(request, verify(request));
      } catch (error) {
        // Without a good token they are strangers here; the guards say so where somebody is needed.
        if (!(error instanceof AppError)) throw error;
      }
      next();
    },
    requireUser: async (request, _response, next) => {
      const { userId } = await admit(request);
      runAsUser(userId, next);
    },
    requireOperator: async (request, _response, next) => {
      const { role } = await admit(request);
      if (role !== 'operator') throw new AppError('role_required');
      // An operator looks at everybody's things; that is what the role is for.
      runAsSystem(next);
    },
  };
}
