import type { Envelope, Pagination } from '@atelier/shared/contracts/envelope';
import { type Locale, pickLocale } from '@atelier/shared/locales';
import type { Request, Response } from 'express';

/** The caller's language, from Accept-Language. */
export function localeOf(request: Request): Locale {
  return pickLocale(request.headers['accept-language']);
}

const DONE = { en: 'OK', 'zh-CN': '成功' } as const;

/** Sends data in the envelope. */
export function respond<T>(
  request: Request,
  response: Response,
  data: T,
  options: { status?: number; pagination?: Pagination } = {},
): void {
  const envelope: Envelope<T> = {
    success: true,
    data,
    message: DONE[localeOf(request)],
    ...(options.pagination && { pagination: options.pagination }),
  };
  response.status(options.status ?? 200).json(envelope);
}
