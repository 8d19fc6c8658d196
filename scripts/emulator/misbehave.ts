import { setTimeout as sleep } from 'node:timers/promises';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { type Fault, type FaultScript, isRefusal } from './faults.ts';
import type { EmulatorKit, VendorAnswer, VendorEmulator } from './kit.ts';

const MAINTENANCE_PAGE = '<!doctype html><title>502</title><h1>502 Bad Gateway</h1><p>emulated</p>';
const GUARD_PAGE = '<!doctype html><title>Attention Required!</title><h1>Sorry, you have been blocked</h1>';

interface Parts {
  readonly vendor: VendorEmulator;
  readonly kit: EmulatorKit;
  readonly script: FaultScript;
  readonly faults: WeakMap<Request, Fault>;
}

/** Stands before a vendor's paths: asks for a key, and does the faults that are the same for everybody. */
export function misbehave({ vendor, kit, script, faults }: Parts): RequestHandler {
  return async (request, response, next) => {
    kit.counts.calls += 1;
    const key = vendor.keyOf(request);
    const isRefused = key === undefined || key === '' || key.startsWith('bad');
    if (isRefused && !vendor.isOpen?.(request)) {
      answerWith(response, vendor.refusals[401]);
      return;
    }
    const fault = script.next(vendor.slug, request);
    const words = fault !== null && isRefusal(fault) ? vendor.refusals[fault] : null;
    if (words) {
      answerWith(response, words);
      return;
    }
    if (fault === null || fault === 'refused') {
      if (fault) faults.set(request, 'refused-later');
      next();
      return;
    }
    faults.set(request, fault);
    const failed = vendor.refusals[500];
    await transportFault(fault, { request, response, next, slowMs: kit.options.slowMs, failed });
  };
}

async function transportFault(
  fault: Fault,
  {
    request,
    response,
    next,
    slowMs,
    failed,
  }: {
    request: Request;
    response: Response;
    next: NextFunction;
    slowMs: number;
    /** The vendor's own words for trouble of its own. */
    failed: VendorAnswer;
  },
): Promise<void> {
  if (fault === 'slow') await sleep(slowMs);
  if (fault === 'cut') {
    request.socket.destroy();
    return;
  }
  if (fault === 'guard') {
    response.status(403).type('text/html').send(GUARD_PAGE);
    return;
  }
  if (fault === '500-after-accept' || fault === '504-after-accept') {
    replaceEnd(response, (_body, end) => {
      const bytes = Buffer.from(JSON.stringify(failed.body));
      response.statusCode = fault === '504-after-accept' ? 504 : failed.status;
      response.setHeader('content-type', 'application/json');
      response.setHeader('content-length', bytes.length);
      end(bytes);
    });
  }
  if (fault === 'cut-after-accept') replaceEnd(response, () => request.socket.destroy());
  if (fault === 'garbage') {
    replaceEnd(response, (_body, end) => {
      response.statusCode = 200;
      response.setHeader('content-type', 'text/html');
      response.setHeader('content-length', Buffer.byteLength(MAINTENANCE_PAGE));
      end(Buffer.from(MAINTENANCE_PAGE));
    });
  }
  if (fault === 'truncated') {
    replaceEnd(response, (body, end) => {
      const half = body.subarray(0, Math.floor(body.length / 2));
      response.setHeader('content-length', half.length);
      end(half);
    });
  }
  next();
}

/** The vendor works as ever; only what it says at the end becomes something else. */
function replaceEnd(response: Response, say: (body: Buffer, end: (bytes: Buffer) => void) => void): void {
  const end = response.end.bind(response);
  response.end = (chunk?: unknown) => {
    const body = Buffer.isBuffer(chunk) ? chunk : Buffer.from(typeof chunk === 'string' ? chunk : '');
    say(body, (bytes) => end(bytes));
    return response;
  };
}

/** Says an answer that was described as data. */
export function answerWith(response: Response, { status, headers, body }: VendorAnswer): Response {
  response.status(status).set(headers ?? {});
  return typeof body === 'string' ? response.type('text/plain').send(body) : response.json(body);
}
