import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { CreateTaskRequest, Task } from '@atelier/shared/contracts/task';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { FakeUpload } from '../testing/fake-upload.ts';
import { addressOf, api, listenForSessionLoss } from './api-client.ts';
import { ApiError } from './api-error.ts';
import type { DataOf, FormPath, OptionsOf, PagedPath, PathWith } from './api-types.ts';
import { rememberLocale } from './locale.ts';

type Answer = { status: number; body: unknown };
const calls: { path: string; init: RequestInit }[] = [];

const ok = (data: unknown): Answer => ({ status: 200, body: { success: true, data, message: 'ok' } });
const refusal = (status: number, code: string, more: object = {}): Answer => ({
  status,
  body: { success: false, data: null, message: `sentence for ${code}`, code, ...more },
});

/** Answers requests by path, in order; the last answer of a path repeats. */
function serve(answers: Record<string, Answer[]>): void {
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    calls.push({ path, init });
    const queue = answers[path] ?? [refusal(404, 'route_not_found')];
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    const body = typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body);
    return new Response(body, { status: answer?.status ?? 500 });
  });
}

const failureOf = async (work: Promise<unknown>): Promise<ApiError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`expected an ApiError, got ${String(error)}`);
};

const countOf = (path: string): number => calls.filter((call) => call.path === path).length;

beforeEach(() => {
  calls.length = 0;
  localStorage.clear();
});
afterEach(() => {
  vi.unstubAllGlobals();
  rememberLocale('en');
});

describe('api client', () => {
  it('unwraps the envelope and asks in the chosen language', async () => {
    serve({ '/api/credits': [ok({ credits: 5 })] });
    rememberLocale('zh-CN');
    expect(await api.get('/api/credits')).toEqual({ credits: 5 });
    expect(calls[0]?.init.headers).toMatchObject({ 'Accept-Language': 'zh-CN' });
  });

  it('throws code, status, figures and field problems of a refusal', async () => {
    const details = { required: 9, available: 2 };
    const errors = [{ field: 'email', message: 'no' }];
    serve({ '/api/tasks': [refusal(402, 'credits_insufficient', { details, errors })] });
    const error = await failureOf(
      api.post('/api/tasks', { body: { taskType: 'basic_clean' }, idempotencyKey: 'key-1' }),
    );
    expect(error).toMatchObject({ code: 'credits_insufficient', status: 402, details, errors });
    expect(error.message).toBe('sentence for credits_insufficient');
    expect(calls[0]?.init.headers).toMatchObject({ 'Idempotency-Key': 'key-1' });
  });

  it('renews the session once for many requests and repeats each', async () => {
    const expired = refusal(401, 'token_expired');
    serve({
      '/api/credits': [expired, ok('a')],
      '/api/models': [expired, ok('b')],
      '/api/auth/refresh': [ok({})],
    });
    expect(await Promise.all([api.get('/api/credits'), api.get('/api/models')])).toEqual(['a', 'b']);
    expect(countOf('/api/auth/refresh')).toBe(1);
  });

  it('does not renew again when another tab just did', async () => {
    serve({
      '/api/credits': [refusal(401, 'token_expired'), ok('a')],
      '/api/auth/refresh': [refusal(401, 'token_invalid')],
    });
    localStorage.setItem('atelier.session-refreshed-at', String(Date.now() + 1_000));
    expect(await api.get('/api/credits')).toBe('a');
    expect(countOf('/api/auth/refresh')).toBe(0);
  });

  it('tells the app when the session is over', async () => {
    serve({
      '/api/credits': [refusal(401, 'sign_in_required')],
      '/api/auth/refresh': [refusal(401, 'token_invalid')],
    });
    const lost = vi.fn();
    const stop = listenForSessionLoss(lost);
    expect((await failureOf(api.get('/api/credits'))).code).toBe('sign_in_required');
    expect(lost).toHaveBeenCalledOnce();
    stop();
  });

  it('does not try to renew a session because a password was wrong', async () => {
    serve({ '/api/auth/login': [refusal(401, 'credentials_wrong')] });
    await failureOf(api.post('/api/auth/login', { body: { email: 'a@example.com', password: 'wrong' } }));
    expect(countOf('/api/auth/refresh')).toBe(0);
  });

  it('has a sentence for a cut line and for an answer that is no envelope', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
    const cut = await failureOf(api.get('/api/credits'));
    expect(cut).toMatchObject({ code: 'network_failed', status: 0 });
    expect(cut.message).toContain('cannot be reached');
    serve({ '/api/credits': [{ status: 502, body: '<html>Bad gateway</html>' }] });
    expect(await failureOf(api.get('/api/credits'))).toMatchObject({ code: 'answer_invalid', status: 502 });
  });

  it('leaves an aborted request to the one who aborted it', async () => {
    const abort = new AbortController();
    vi.stubGlobal('fetch', async () => {
      abort.abort();
      throw new DOMException('aborted', 'AbortError');
    });
    await expect(api.get('/api/credits', { signal: abort.signal })).rejects.toBeInstanceOf(DOMException);
  });

  describe('with a line that carries nothing', () => {
    beforeEach(() => {
      vi.useFakeTimers();
      const silence = (_path: string, { signal }: RequestInit) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
        );
      vi.stubGlobal('fetch', silence);
    });
    afterEach(() => void vi.useRealTimers());

    it('gives a read up after half a minute, as a lost connection', async () => {
      const failure = failureOf(api.get('/api/credits'));
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await failure).toMatchObject({ code: 'network_failed', status: 0 });
    });

    it('waits for the answer to a change for as long as it takes', async () => {
      let isSettled = false;
      void api.post('/api/auth/logout').finally(() => {
        isSettled = true;
      });
      await vi.advanceTimersByTimeAsync(300_000);
      expect(isSettled).toBe(false);
    });
  });

  it('leaves out query values that are not set', async () => {
    serve({ '/api/tasks?limit=5': [ok([])] });
    expect(await api.get('/api/tasks', { query: { limit: 5, status: undefined } })).toEqual([]);
  });
});

describe('addresses', () => {
  it('are those of the API document, filled with what cannot break out of its place', async () => {
    serve({ '/api/tasks/..%2Fauth%3Fa/receipt': [ok({})] });
    await api.get('/api/tasks/{id}/receipt', { path: { id: '../auth?a' } });
    expect(
      addressOf('/api/models/{slug}/options/{parameter}', { path: { slug: 'a b', parameter: 'ü' } }),
    ).toBe('/api/models/a%20b/options/%C3%BC');
    expect(addressOf('/api/credits/statement.csv', { query: { language: 'zh-CN' } })).toBe(
      '/api/credits/statement.csv?language=zh-CN',
    );
  });
});

describe('the types of the API document', () => {
  it('know routes, what they need and what they give', () => {
    expectTypeOf<'/api/tasks/{id}'>().toExtend<PathWith<'get'> & PathWith<'delete'>>();
    expectTypeOf<'/api/tasks/{id}'>().not.toExtend<PathWith<'post'>>();
    expectTypeOf<'/api/nowhere'>().not.toExtend<PathWith<'get'>>();
    expectTypeOf<'/api/credits'>().not.toExtend<PagedPath>();
    expectTypeOf<'/api/tasks'>().toExtend<PagedPath & FormPath>();
    expectTypeOf<DataOf<'/api/tasks/{id}', 'get'>>().toExtend<Task>();
    expectTypeOf<DataOf<'/api/models', 'get'>>().toExtend<readonly CatalogueModel[]>();
  });

  it('refuse what a route does not take', () => {
    type Order = OptionsOf<'/api/tasks', 'post'>;
    expectTypeOf<{ body: CreateTaskRequest; idempotencyKey: string }>().toExtend<Order>();
    expectTypeOf<{ body: { taskType: number } }>().not.toExtend<Order>();
    expectTypeOf<Record<never, never>>().not.toExtend<Order>();
    // A path without its value, a query nobody reads, a key where nothing is repeated.
    expectTypeOf<Record<never, never>>().not.toExtend<OptionsOf<'/api/tasks/{id}', 'get'>>();
    expectTypeOf<{ query: { limit: string } }>().not.toExtend<OptionsOf<'/api/tasks', 'get'>>();
    expectTypeOf<{ idempotencyKey: string }>().not.toExtend<OptionsOf<'/api/credits', 'get'>>();
    // What may be left out may be undefined too, as in the contracts.
    expectTypeOf<{ query: { limit: number; cursor: undefined } }>().toExtend<
      OptionsOf<'/api/tasks', 'get'>
    >();
  });
});

describe('upload', () => {
  beforeEach(() => {
    FakeUpload.sent = [];
    vi.stubGlobal('XMLHttpRequest', FakeUpload);
  });

  const nthUpload = async (index: number): Promise<FakeUpload> => {
    await vi.waitUntil(() => FakeUpload.sent.length > index, 10_000);
    const upload = FakeUpload.sent[index];
    if (!upload) throw new Error(`upload ${index} was not sent`);
    return upload;
  };

  it('reports the bytes that have left', async () => {
    const fractions: number[] = [];
    const work = api.upload('/api/tasks', new FormData(), {
      onProgress: (fraction) => fractions.push(fraction),
    });
    const upload = await nthUpload(0);
    upload.upload.onprogress?.({ lengthComputable: true, loaded: 25, total: 100 });
    upload.upload.onprogress?.({ lengthComputable: true, loaded: 100, total: 100 });
    upload.finish(ok({ id: 'task_1' }));
    expect(await work).toEqual({ id: 'task_1' });
    expect(fractions).toEqual([0.25, 1]);
  });

  it('repeats an upload under the same key after the session was renewed', async () => {
    serve({ '/api/auth/refresh': [ok({})] });
    const work = api.upload('/api/tasks', new FormData(), { idempotencyKey: 'one-key' });
    (await nthUpload(0)).finish(refusal(401, 'token_expired'));
    const second = await nthUpload(1);
    second.finish(ok({ id: 'task_1' }));
    expect(await work).toEqual({ id: 'task_1' });
    expect(second.headers['Idempotency-Key']).toBe('one-key');
  });

  it('stops when aborted', async () => {
    const abort = new AbortController();
    const work = api.upload('/api/tasks', new FormData(), { signal: abort.signal });
    await nthUpload(0);
    abort.abort(new Error('stopped by the person'));
    await expect(work).rejects.toThrow('stopped by the person');
  });
});
