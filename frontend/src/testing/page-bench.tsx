import type { Pagination } from '@atelier/shared/contracts/envelope';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { vi } from 'vitest';
import { i18n, startI18n } from '../lib/i18n.ts';

export interface FakeRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Headers;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly data?: unknown;
  readonly code?: string;
  readonly message?: string;
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
    const request = { method: init.method ?? 'GET', url: input, headers: new Headers(init.headers) };
    requests.push(request);
    const route = routes[`${request.method} ${request.url.split('?')[0]}`];
    const answer = route ? await route(request) : { status: 404, code: 'not_found', message: 'Not found' };
    const { status = 200, data = null, code, message = 'OK', pagination } = answer;
    return new Response(JSON.stringify({ success: status < 400, data, message, code, pagination }), {
      status,
    });
  });
  return requests;
}

/** A live line that opens and never says anything. */
class QuietEventSource {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
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

/** Draws a page as the app does, at an address, with texts in English. */
export async function renderPage(
  page: ReactNode,
  { path, at }: { readonly path: string; readonly at: string },
) {
  vi.stubGlobal('EventSource', QuietEventSource);
  if (!i18n.isInitialized) await startI18n();
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queryClient}>
      <MantineProvider env="test">
        <MemoryRouter initialEntries={[at]}>
          <Routes>
            <Route path={path} element={page} />
            <Route path="*" element={null} />
          </Routes>
          <Address />
        </MemoryRouter>
      </MantineProvider>
    </QueryClientProvider>,
  );
  return queryClient;
}

export function tidyUp(): void {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}
