import type { Pagination } from '@atelier/shared/contracts/envelope';
import type { ReactNode } from 'react';
import { Route, Routes, useLocation } from 'react-router';
import { vi } from 'vitest';
import { renderPart } from './render-part.tsx';

export interface FakeRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Headers;
  /** What was sent as JSON; undefined when nothing was. */
  readonly body?: unknown;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly data?: unknown;
  readonly code?: string;
  readonly message?: string;
  readonly details?: Readonly<Record<string, string | number>>;
  readonly pagination?: Pagination;
}

export type FakeRoute = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>;

/**
 * Stands in for the server at the network border. Keys are `METHOD /path`; a query is not part of the key. A request
 * nobody expects answers 404, as the server would.
 */
export function fakeServer(routes: Readonly<Record<string, FakeRoute>>): readonly FakeRequest[] {
  const requests: FakeRequest[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const headers = new Headers(init.headers);
    const request = { method: init.method ?? 'GET', url: input, headers, body };
    requests.push(request);
    const route = routes[`${request.method} ${request.url.split('?')[0]}`];
    const answer = route ? await route(request) : { status: 404, code: 'not_found', message: 'Not found' };
    const { status = 200, data = null, code, message = 'OK', pagination, details } = answer;
    return new Response(JSON.stringify({ success: status < 400, data, message, code, pagination, details }), {
      status,
    });
  });
  return requests;
}

/** A live line that opens and never says anything. */
class QuietEventSource {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    queueMicrotask(() => this.onopen?.());
  }
  addEventListener(): void {
    // Nothing is ever sent.
  }
  close(): void {
    // There is no line to close.
  }
}

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{`${pathname}${search}`}</output>;
}

/** Draws a page at an address, beside the address itself, with texts in English. */
export function renderPage(
  page: ReactNode,
  { path, at }: { readonly path: string; readonly at: string },
): void {
  vi.stubGlobal('EventSource', QuietEventSource);
  renderPart(
    <>
      <Routes>
        <Route path={path} element={page} />
        <Route path="*" element={null} />
      </Routes>
      <Address />
    </>,
    at,
  );
}

export function tidyUp(): void {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}
