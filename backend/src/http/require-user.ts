import type { ApiKeyScope } from '@atelier/shared/contracts/api-key';
import type { Role } from '@atelier/shared/roles';
import type { Request, RequestHandler, Response } from 'express';
import ipaddr from 'ipaddr.js';
import type { AdmittedApiKey, ApiKeyGate } from '../accounts/api-key-gate.ts';
import type { ApiKeyAllowance } from '../accounts/api-key-rates.ts';
import { API_KEY_MARK } from '../accounts/api-key-secret.ts';
import type { AccessTokens } from '../accounts/tokens.ts';
import type { UserStates } from '../accounts/user-states.ts';
import { runAsSystem, runAsUser } from '../lib/actor-scope.ts';
import { AppError } from '../lib/app-error.ts';
import { ACCESS_COOKIE, cookieOf } from './cookies.ts';
import { keyScopeOf } from './key-scope.ts';

/** Who is asking. */
export interface Actor {
  readonly userId: string;
  /** With a key always `user`: no key has an operator's rights, whoever owns it. */
  readonly role: Role;
  /** The API key the request came with; null for a signed-in session. */
  readonly apiKeyId: string | null;
  /** When the proof of who this is runs out, in milliseconds since 1970; what stays open longer must be ended then. */
  readonly endsAtMs: number;
}

/** Whom the credentials of a request name, before anybody asked what that account may do. */
interface Caller {
  readonly userId: string;
  readonly endsAtMs: number;
  /** Of an access token, rounded down to a whole second; null for keys. */
  readonly issuedAtMs: number | null;
  readonly apiKey: AdmittedApiKey | null;
}

/** What a door takes. The defaults are those of the API: sessions, and keys whose scope fits the method. */
export interface DoorRules {
  /** The scope a key needs here; null keeps keys out. Left out: `keyScopeOf` the method. */
  readonly keyScope?: ApiKeyScope | null;
  /** Off where only keys are taken. Doors outside /api are not behind `sameOrigin`, so they must not take cookies. */
  readonly sessions?: boolean;
}

export interface Guards {
  /** Mount first under a door. Notes whom valid credentials name; refuses nobody. */
  readonly identifyUser: RequestHandler;
  /**
   * Sessions, and keys with scope `read` for GET and `create` for POST. Errors go to `next`: each door decides how they
   * look. @throws AppError sign_in_required, token_expired, token_invalid, account_not_found, account_disabled, api_key_malformed,
   * api_key_invalid, api_key_expired, api_key_revoked, api_key_rate_limited, api_key_scope_missing, api_key_refused.
   */
  readonly requireUser: RequestHandler;
  /** Sessions only: for the account, its keys, and what a stolen key must not reach. @throws the same. */
  readonly requireSession: RequestHandler;
  /** Sessions only, then @throws AppError role_required for everybody but operators. */
  readonly requireOperator: RequestHandler;
  /** The same guard with other rules, for doors beside the API. Also @throws AppError api_key_required. */
  readonly requireCaller: (rules: DoorRules) => RequestHandler;
  /** For public routes that make or end sessions: @throws AppError api_key_refused when a key came along. */
  readonly refuseKeys: RequestHandler;
}

const actors = new WeakMap<Request, Actor>();
const callers = new WeakMap<Request, Caller>();

/** The caller of a request behind one of the guards. Asking anywhere else is a bug and throws. */
export function actorOf(request: Request): Actor {
  const actor = actors.get(request);
  if (!actor)
    throw new Error(`${request.method} ${request.path} asks for a user but is not behind requireUser`);
  return actor;
}

/**
 * Whom to count a request for, known from `identifyUser` on; undefined for strangers. All keys of an account count
 * together and apart from its sessions, so that a script cannot lock its owner out of the page.
 */
export function claimedCallerOf(request: Request): string | undefined {
  const caller = callers.get(request);
  return caller?.apiKey ? `keys of ${caller.userId}` : caller?.userId;
}

/** The bearer token of the Authorization header, if it carries one (RFC 6750 §2.1). */
export function bearerTokenOf(request: Request): string | undefined {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The API key a request carries, good or not: in its own header, or as a bearer token that is marked as one. */
export function apiKeyOf(request: Request): string | undefined {
  const own = request.headers['x-api-key'];
  if (own !== undefined) return String(own);
  const bearer = bearerTokenOf(request);
  return bearer?.startsWith(API_KEY_MARK) ? bearer : undefined;
}

/**
 * A key wins over a bearer token and that over the cookie; a request that carries a key is never taken for the session
 * it may carry too. The role is today's, not the token's.
 */
export function createGuards(parts: {
  accessTokens: AccessTokens;
  userStates: UserStates;
  apiKeyGate: ApiKeyGate;
}): Guards {
  const { accessTokens, userStates, apiKeyGate } = parts;
  /** Asked once per request, so that `identifyUser` and the guard behind it do not count it twice. */
  const asked = new WeakMap<Request, Promise<Caller>>();

  const identify = async (request: Request, response: Response): Promise<Caller> => {
    const secret = apiKeyOf(request);
    if (secret !== undefined) {
      const apiKey = await apiKeyGate.admit(secret, addressOf(request));
      if (apiKey.allowance) showAllowance(response, apiKey.allowance);
      return { userId: apiKey.userId, endsAtMs: apiKey.endsAtMs, issuedAtMs: null, apiKey };
    }
    const token = bearerTokenOf(request) ?? cookieOf(request, ACCESS_COOKIE);
    if (token === undefined) throw new AppError('sign_in_required');
    return { ...accessTokens.verify(token), apiKey: null };
  };
  const callerOf = (request: Request, response: Response): Promise<Caller> => {
    const known = asked.get(request) ?? identify(request, response);
    asked.set(request, known);
    return known;
  };

  const admit = async (request: Request, response: Response, rules: DoorRules): Promise<Actor> => {
    if (rules.sessions === false && apiKeyOf(request) === undefined) throw new AppError('api_key_required');
    const { userId, endsAtMs, issuedAtMs, apiKey } = await callerOf(request, response);
    const state = await userStates.stateOf(userId);
    if (!state) throw new AppError('account_not_found');
    if (!state.isActive) throw new AppError('account_disabled');
    if (issuedAtMs !== null && wasEnded(issuedAtMs, state.sessionsEndedAtMs))
      throw new AppError('token_expired');
    if (apiKey) {
      assertScope(apiKey, rules.keyScope === undefined ? keyScopeOf(request.method) : rules.keyScope);
    }
    const role = apiKey ? 'user' : state.role;
    const actor = { userId, role, apiKeyId: apiKey?.id ?? null, endsAtMs };
    actors.set(request, actor);
    return actor;
  };

  const requireCaller =
    (rules: DoorRules): RequestHandler =>
    async (request, response, next) => {
      const { userId } = await admit(request, response, rules);
      runAsUser(userId, next);
    };

  return {
    identifyUser: async (request, response, next) => {
      try {
        callers.set(request, await callerOf(request, response));
      } catch (error) {
        // Without good credentials they are strangers here; the guards say so where somebody is needed.
        if (!(error instanceof AppError)) throw error;
      }
      next();
    },
    requireUser: requireCaller({}),
    requireSession: requireCaller({ keyScope: null }),
    requireOperator: async (request, response, next) => {
      const { role } = await admit(request, response, { keyScope: null });
      if (role !== 'operator') throw new AppError('role_required');
      // An operator looks at everybody's things; that is what the role is for.
      runAsSystem(next);
    },
    requireCaller,
    refuseKeys: (request, _response, next) => {
      next(apiKeyOf(request) === undefined ? undefined : new AppError('api_key_refused'));
    },
  };
}

/** Tokens name whole seconds: one of the very second in which the others were ended may be their successor. */
function wasEnded(issuedAtMs: number, sessionsEndedAtMs: number): boolean {
  return issuedAtMs < Math.floor(sessionsEndedAtMs / 1000) * 1000;
}

function assertScope({ scopes }: AdmittedApiKey, needed: ApiKeyScope | null): void {
  if (needed === null) throw new AppError('api_key_refused');
  if (!scopes.includes(needed)) throw new AppError('api_key_scope_missing', { scope: needed });
}

/** The caller's address in its usual spelling: an IPv4 address in IPv6 clothes is shown as what it is. */
function addressOf(request: Request): string {
  const { ip } = request;
  return ip !== undefined && ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : 'unknown';
}

/** Beside the account's own headers, in the same form (IETF draft "RateLimit header fields for HTTP", 8th). */
function showAllowance(response: Response, { limit, remaining, resetSeconds }: ApiKeyAllowance): void {
  response.append('RateLimit-Policy', `"api-key"; q=${limit}; w=60`);
  response.append('RateLimit', `"api-key"; r=${remaining}; t=${resetSeconds}`);
}
