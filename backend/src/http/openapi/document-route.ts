import type { ApiKeyScope } from '@atelier/shared/contracts/api-key';
import type { ErrorCode } from '@atelier/shared/errors';
import { LOCALES, type LocalizedText } from '@atelier/shared/locales';
import { z } from 'zod';
import { keyScopeOf } from '../key-scope.ts';

export type RouteMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type RouteTag =
  | 'accounts'
  | 'tasks'
  | 'batches'
  | 'events'
  | 'catalogue'
  | 'credits'
  | 'API keys'
  | 'other doors'
  | 'files'
  | 'webhooks'
  | 'callbacks'
  | 'operators'
  | 'machine room';

/**
 * Who may call: anybody; a user, signed in or with an API key whose scope fits; a program with such a key only; a
 * signed-in user only; an operator, signed in; an internal service; the holder of a signed link or a secret address; whoever may read the
 * figures.
 */
export type RouteAccess = 'public' | 'user' | 'key' | 'session' | 'operator' | 'service' | 'link' | 'metrics';

/** `?language=` of a file that a browser saves, which sends no Accept-Language of the page. */
export const fileLanguageQuery = z.object({
  language: z.enum(LOCALES).optional().meta({ description: 'Instead of Accept-Language.' }),
});

export interface RouteRequest {
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** Sent as application/json. */
  readonly body?: z.ZodType;
  /** Sent as multipart/form-data; where `body` is given too, callers choose. */
  readonly form?: z.ZodObject;
  /** Sent as bare bytes of any type. */
  readonly bytes?: true;
}

/** What a success looks like: JSON in the envelope, something else, or nothing at all. */
export type RouteAnswer =
  | { readonly status?: 200 | 201; readonly data: z.ZodType; readonly isPaged?: true }
  | {
      readonly contentType: string;
      readonly schema: z.ZodType;
      /** What one server-sent event holds, where the caller may ask for those instead. */
      readonly eventSchema?: z.ZodType;
      /** Whether some requests are only taken note of: then 202 and no content. */
      readonly isMaybeEmpty?: true;
    }
  | { readonly status: 200; readonly empty: true };

/** How a door with words of its own tells failures. */
export interface FailureForm {
  readonly statusOf: (code: ErrorCode) => number;
  readonly schemaOf: (codes: readonly [ErrorCode, ...ErrorCode[]]) => z.ZodType;
}

export interface RouteDescription {
  readonly method: RouteMethod;
  /** In OpenAPI's form, as seen from outside: `/api/tasks/{id}`. */
  readonly path: string;
  /** Whether the last parameter may contain slashes. */
  readonly spansSegments?: true;
  /** Name of the operation for generated clients; unique. */
  readonly name: string;
  readonly tag: RouteTag;
  readonly access: RouteAccess;
  readonly summary: LocalizedText;
  readonly details?: LocalizedText;
  readonly request?: RouteRequest;
  readonly answer: RouteAnswer;
  /** What this door adds to the envelope of its failures, or says otherwise in it. */
  readonly failureFields?: z.ZodRawShape;
  /** Where failures have another form and other statuses than everywhere else. */
  readonly failureForm?: FailureForm;
  /** Codes of this route alone; those that come with access, body and limits are added by themselves. */
  readonly errors: readonly ErrorCode[];
}

export interface DocumentedRoute extends RouteDescription {
  /** Every code the route may answer with. */
  readonly allErrors: readonly ErrorCode[];
}

/** Describes one route once, for the API document, the metrics and the tests that go through all routes. */
export function documentRoute(description: RouteDescription): DocumentedRoute {
  return { ...description, allErrors: [...new Set([...description.errors, ...impliedErrors(description)])] };
}

const KEY_PROOF_ERRORS = [
  'account_not_found',
  'account_disabled',
  'api_key_malformed',
  'api_key_invalid',
  'api_key_expired',
  'api_key_revoked',
  'api_key_rate_limited',
] as const;
const ACCOUNT_ERRORS = ['sign_in_required', 'token_expired', 'token_invalid', ...KEY_PROOF_ERRORS] as const;
const KEY_ERRORS = ['api_key_required', ...KEY_PROOF_ERRORS] as const;

/** Whether the route is somebody's: then it asks who is there. */
function isForAccounts(access: RouteAccess): boolean {
  return access === 'user' || access === 'key' || access === 'session' || access === 'operator';
}

/** The scope with which an API key may call a route; null when none may. */
export function keyScopeFor(access: RouteAccess, method: RouteMethod): ApiKeyScope | null {
  return access === 'user' || access === 'key' ? keyScopeOf(method) : null;
}

function impliedErrors({ access, method, path, request }: RouteDescription): ErrorCode[] {
  const isApi = path.startsWith('/api/');
  return [
    ...(access === 'key' ? KEY_ERRORS : isForAccounts(access) ? ACCOUNT_ERRORS : []),
    ...(isForAccounts(access)
      ? ([keyScopeFor(access, method) ? 'api_key_scope_missing' : 'api_key_refused'] as const)
      : []),
    ...(access === 'operator' ? (['role_required'] as const) : []),
    ...(request ? (['request_invalid'] as const) : []),
    ...(request?.body ? (['json_invalid', 'body_too_large'] as const) : []),
    ...(isApi && access !== 'link' && method !== 'get' ? (['origin_refused'] as const) : []),
    ...((isApi || access === 'key') && access !== 'link' ? (['rate_limited'] as const) : []),
    'internal_error',
  ];
}
