import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { AppError } from '../lib/app-error.ts';
import { claimedCallerOf } from './require-user.ts';

export interface Allowance {
  readonly requests: number;
  readonly windowMs: number;
}

const MINUTE_MS = 60_000;

export interface RateLimitOptions {
  /** GET and HEAD under /api, per user (his API keys apart, together) or, for strangers, per address. */
  readonly reading: Allowance;
  /** Everything else under /api, counted the same way. */
  readonly writing: Allowance;
  /** Pictures for batches, which spend no more than was agreed: a batch of 200 may take as many requests. */
  readonly uploading: Allowance;
  /** Signing in and refreshing, per address. */
  readonly signingIn: Allowance;
  /** New accounts, per address: each comes with credits. */
  readonly registering: Allowance;
}

export const DEFAULT_RATE_LIMITS: RateLimitOptions = {
  reading: { requests: 600, windowMs: MINUTE_MS },
  writing: { requests: 120, windowMs: MINUTE_MS },
  uploading: { requests: 600, windowMs: MINUTE_MS },
  signingIn: { requests: 60, windowMs: MINUTE_MS },
  registering: { requests: 10, windowMs: 60 * MINUTE_MS },
};

export interface RateLimits {
  /** For all of /api, after `identifyUser`. */
  readonly general: RequestHandler;
  readonly signingIn: RequestHandler;
  readonly registering: RequestHandler;
}

/** As seen below /api. */
const BATCH_FILES = /^\/batches\/[^/]+\/files$/;

/** An IPv6 household or data centre customer owns a whole network of this length, not one address. */
const IPV6_PREFIX_BITS = 56;

/** The network address to count by: one IPv4 address or one IPv6 /56 network. */
export function clientAddressOf(request: Request): string {
  return request.ip === undefined ? 'unknown' : ipKeyGenerator(request.ip, IPV6_PREFIX_BITS);
}

/**
 * Limits by fixed windows in this process's memory: with several processes each counts its own share. Refusals are
 * AppError rate_limited with seconds; every answer carries the RateLimit headers of the IETF draft.
 */
export function createRateLimits(options: RateLimitOptions = DEFAULT_RATE_LIMITS): RateLimits {
  const byCaller = (request: Request): string => claimedCallerOf(request) ?? clientAddressOf(request);
  const isReading = (request: Request): boolean => request.method === 'GET' || request.method === 'HEAD';
  const reading = limiter('reading', options.reading, byCaller);
  const writing = limiter('writing', options.writing, byCaller);
  const uploading = limiter('uploading', options.uploading, byCaller);
  const limiterOf = (request: Request): RequestHandler => {
    if (isReading(request)) return reading;
    return BATCH_FILES.test(request.path) ? uploading : writing;
  };
  return {
    general: (request, response, next) => limiterOf(request)(request, response, next),
    signingIn: limiter('signing-in', options.signingIn, clientAddressOf),
    registering: limiter('registering', options.registering, clientAddressOf),
  };
}

function limiter(name: string, allowance: Allowance, keyOf: (request: Request) => string): RequestHandler {
  return rateLimit({
    identifier: name,
    limit: allowance.requests,
    windowMs: allowance.windowMs,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: keyOf,
    requestPropertyName: `rateLimitOf_${name}`,
    handler: (_request, response, next) => {
      // The library has just set the header: whole seconds until the window ends, 0 within its last one.
      const seconds = Math.max(1, Number(response.getHeader('Retry-After') ?? allowance.windowMs / 1000));
      next(new AppError('rate_limited', { seconds }));
    },
  });
}
