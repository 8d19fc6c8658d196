import { type AddressRules, checkUrl, type UrlRefusal } from './address-guard.ts';
import { AppError } from './app-error.ts';
import type { StreamedBody } from './request-body.ts';

export const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Vendors carry keys in headers of any name, so only headers known to be harmless cross to another origin. */
const HEADERS_THAT_CROSS_ORIGINS = new Set(['accept', 'accept-language', 'user-agent']);

export const refused = (reason: UrlRefusal): AppError => new AppError('url_refused', { reason });

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request on the way to an answer. */
export interface Hop {
  readonly url: URL;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | StreamedBody | null;
}

/** The request that follows a redirect. Throws url_refused when it may not be followed. */
export function followRedirect(hop: Hop, status: number, location: string, rules: AddressRules): Hop {
  if (!URL.canParse(location, hop.url.href)) throw refused('address_malformed');
  const check = checkUrl(new URL(location, hop.url).href, rules);
  if ('refusal' in check) throw refused(check.refusal);
  const isReading = hop.method === 'GET' || hop.method === 'HEAD';
  const becomesGet =
    !isReading && (status === 303 || ((status === 301 || status === 302) && hop.method === 'POST'));
  const isSameOrigin = check.url.origin === hop.url.origin;
  // A body may hold what the headers do not; it goes only where the caller sent it.
  if (!isSameOrigin && !isReading && !becomesGet) throw refused('redirect_not_allowed');
  const headers = Object.entries(hop.headers).filter(([name]) => {
    const lower = name.toLowerCase();
    if (becomesGet && lower.startsWith('content-')) return false;
    return isSameOrigin || HEADERS_THAT_CROSS_ORIGINS.has(lower);
  });
  return {
    url: check.url,
    method: becomesGet ? 'GET' : hop.method,
    headers: Object.fromEntries(headers),
    body: becomesGet ? null : hop.body,
  };
}
