import type { Request } from 'express';

/**
 * A link that works outside the page. Without APP_URL the local store gives links relative to the site; the address a
 * program has called is one it can call again.
 */
export function absoluteLink(request: Request, link: string): string {
  return new URL(link, `${request.protocol}://${request.get('host') ?? 'localhost'}`).href;
}
