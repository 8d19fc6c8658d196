import type { Request, RequestHandler } from 'express';
import { AppError } from '../lib/app-error.ts';
import { apiKeyOf, bearerTokenOf } from './require-user.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site makes a browser send with our cookies (OWASP CSRF Prevention Cheat Sheet,
 * "Verifying origin with standard headers" and "Fetch metadata"). A bearer token or an API key cannot be added by
 * another site and always wins over the cookie, so such requests are exempt; so are requests without any cookie that
 * say nothing about where they come from, because no browser sends those.
 *
 * Only host and port are compared: behind a proxy that ends TLS the server does not know its own scheme.
 * `trustedOrigins` are further origins of this installation, such as `https://studio.example.com`.
 */
export function sameOrigin(options: { trustedOrigins?: readonly string[] } = {}): RequestHandler {
  const trusted = new Set(options.trustedOrigins ?? []);
  return (request, _response, next) => {
    const bringsOwnProof = bearerTokenOf(request) !== undefined || apiKeyOf(request) !== undefined;
    if (SAFE_METHODS.has(request.method) || bringsOwnProof) return next();
    if (comesFromOwnSite(request, trusted)) return next();
    next(new AppError('origin_refused'));
  };
}

function comesFromOwnSite(request: Request, trusted: ReadonlySet<string>): boolean {
  const origin = request.headers.origin;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined) {
    if (trusted.has(origin)) return true;
    return hostOf(origin) === request.headers.host?.toLowerCase() && isOwnSite(site ?? 'same-origin');
  }
  if (site !== undefined) return isOwnSite(site);
  return request.headers.cookie === undefined;
}

/** `none` is what browsers say when the user started the request by hand; a neighbouring subdomain is a stranger. */
function isOwnSite(site: unknown): boolean {
  return site === 'same-origin' || site === 'none';
}

/** Undefined for `null` and anything else that is not an origin. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
