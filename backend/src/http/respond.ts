import type { Envelope, Pagination } from '@atelier/shared/contracts/envelope';
import { LOCALES, type Locale, pickLocale } from '@atelier/shared/locales';
import type { Request, Response } from 'express';

/** The caller's language, from Accept-Language. */
export function localeOf(request: Request): Locale {
  return pickLocale(request.headers['accept-language']);
}

/**
 * The language a file is written in: `?language=`, which a link of the page carries because a browser that saves a file
 * sends its own Accept-Language, or else the caller's.
 */
export function localeOfFile(request: Request): Locale {
  return LOCALES.find((locale) => locale === request.query['language']) ?? localeOf(request);
}

const DONE = { en: 'OK', 'zh-CN': '成功' } as const;

/**
 * Sends data in the envelope. Not with `response.json`: that looks up type, charset and freshness anew for each answer
 * and sends head and body as two pieces. `beside` stands next to the frame's own fields, for clients of other APIs.
 */
export function respond<T>(
  request: Request,
  response: Response,
  data: T,
  options: { status?: number; pagination?: Pagination; beside?: object } = {},
): void {
  const envelope: Envelope<T> = {
    ...options.beside,
    success: true,
    data,
    message: DONE[localeOf(request)],
    ...(options.pagination && { pagination: options.pagination }),
  };
  const text = JSON.stringify(envelope);
  response.statusCode = options.status ?? 200;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}
