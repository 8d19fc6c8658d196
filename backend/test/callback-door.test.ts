import { createHmac } from 'node:crypto';
import { MAX_CALLBACK_BODY_BYTES } from '@atelier/shared/limits';
import request from 'supertest';
import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { pathForLog } from '../src/http/request-context.ts';
import { createLogger } from '../src/lib/logger.ts';
import type { CallbackRules, CheckOutcome, ProviderAdapter } from '../src/providers/adapter.ts';
import { type Catalogue, loadCatalogue } from '../src/providers/catalogue.ts';
import { isKieCallback } from '../src/providers/kie/verify-callback.ts';
import { CALLBACK_GAP_MS } from '../src/tasks/callback-desk.ts';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { eventually, makeOperator, openTestStudio, type TestStudioOptions } from './test-studio.ts';
import { connectionAt } from './test-vendor.ts';

const HOUR_MS = 3_600_000;
const SECRET = 'the vendor signs with this';
const APP_URL = 'https://studio.example.com';
const ONE_RESULT = { fields: { parameters: '{"template":"matting"}' } };

/** A vendor that wants to be asked in an hour and says where it was told to call. */
class CallingVendor {
  checks = 0;
  address: string | null = null;
  next: CheckOutcome = { kind: 'running', checkAfterMs: HOUR_MS };
  /** Runs while the vendor hears the start, and while it is asked. */
  whileHearing: () => Promise<void> = async () => undefined;
  whileAsked: () => Promise<void> = async () => undefined;
  readonly adapter: ProviderAdapter;

  constructor(callback: CallbackRules) {
    this.adapter = {
      slug: 'local',
      isRepeatable: false,
      maxConcurrent: 4,
      limitPer: 'installation',
      callback,
      start: (_model, { callbackUrl }) => {
        this.address = callbackUrl;
        return { kind: 'local', jobs: [] };
      },
      readStart: () => ({
        kind: 'accepted',
        handle: { job: 'j1' },
        vendorTaskId: 'j1',
        checkAfterMs: HOUR_MS,
      }),
      check: () => ({ kind: 'local', jobs: [] }),
      readCheck: () => {
        this.checks += 1;
        return this.next;
      },
    };
  }

  get path(): string {
    if (this.address === null) throw new Error('the vendor was told no address');
    return new URL(this.address).pathname;
  }
}

async function open(callback: CallbackRules = { isSigned: false }, more: TestStudioOptions = {}) {
  const vendor = new CallingVendor(callback);
  const real = await loadCatalogue();
  const catalogue: Catalogue = new Map(
    [...real].map(([slug, entry]) => [slug, { ...entry, provider: vendor.adapter }]),
  );
  const studio = await openTestStudio({
    catalogue,
    pictures: new FakePictures(),
    environment: { APP_URL },
    ...more,
  });
  if (callback.isSigned) {
    const signing = connectionAt('https://vendor.example', { callbackSecret: SECRET });
    studio.parts.connections.find = () => signing;
  }
  const send = studio.parts.transport.send.bind(studio.parts.transport);
  studio.parts.transport.send = async (wanted, hooks) => {
    await (vendor.address !== null && vendor.checks === 0 && hooks.onProgress
      ? vendor.whileHearing()
      : vendor.whileAsked());
    return send(wanted, hooks);
  };
  const client = new TaskClient(studio, await studio.user(10));
  const row = (id: string) =>
    studio.parts.database.read
      .selectFrom('ai_tasks')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const waiting = async (): Promise<string> => {
    const { id } = await client.createTask(ONE_RESULT);
    await eventually(async () => {
      const { phase, lease_token } = await row(id);
      return phase === 'running' && lease_token === null;
    });
    return id;
  };
  const call = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    request(studio.app)
      .post(path)
      .set({ 'content-type': 'application/json', ...headers })
      .send(typeof body === 'string' ? body : JSON.stringify(body));
  const outcomes = async (): Promise<Record<string, number>> => {
    const text = (await request(studio.app).get('/metrics')).text;
    const lines = [...text.matchAll(/^vendor_callbacks_total\{provider="(\w+)",outcome="(\w+)"\} (\d+)$/gm)];
    return Object.fromEntries(
      lines.map(([, provider, outcome, count]) => [`${provider} ${outcome}`, Number(count)]),
    );
  };
  return { vendor, studio, client, row, waiting, call, outcomes };
}

const QUIET = { success: true, data: null };
const failed: CheckOutcome = {
  kind: 'failed',
  failure: { kind: 'rejected', code: 'vendor_rejected', detail: 'said the script' },
};

test('a callback brings the next check forward from an hour to now, and the check alone ends the task', async () => {
  const { vendor, studio, client, waiting, call, outcomes } = await open();
  const id = await waiting();
  vendor.next = failed;
  const answer = await call(vendor.path, { state: 'success' });
  expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(QUIET)]);
  expect(await client.ended(id, 3000)).toMatchObject({ status: 'failed', errorCode: 'vendor_rejected' });
  expect(vendor.checks).toBe(1);
  expect(await outcomes()).toEqual({ 'local sooner': 1 });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('a genuine address used a hundred times costs one check now and one when the gap is over', async () => {
  const { vendor, row, waiting, call, outcomes } = await open();
  const id = await waiting();
  await call(vendor.path);
  await eventually(async () => vendor.checks === 1 && (await row(id)).lease_token === null);
  const startedAt = Date.now();
  const answers = await Promise.all(Array.from({ length: 100 }, () => call(vendor.path)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const { due_at, called_back_at } = await row(id);
  expect(due_at).toBe(called_back_at);
  expect(Date.parse(due_at ?? '') - startedAt).toBeGreaterThan(CALLBACK_GAP_MS - 2000);
  expect(vendor.checks).toBe(1);
  expect(await outcomes()).toEqual({ 'local sooner': 2, 'local repeated': 99 });
});

test('checks that callbacks ask for are not counted among those that its work may take', async () => {
  const { vendor, row, waiting, call } = await open();
  const id = await waiting();
  await call(vendor.path);
  await eventually(async () => vendor.checks === 1 && (await row(id)).lease_token === null);
  expect((await row(id)).check_count).toBe(0);
});

test('a callback that comes before the start was answered, or while the vendor is being asked, is not lost', async () => {
  const { vendor, client, row, call, outcomes } = await open();
  vendor.whileHearing = async () => void (await call(vendor.path));
  vendor.whileAsked = async () => {
    vendor.whileAsked = async () => {
      vendor.next = failed;
    };
    await call(vendor.path);
  };
  const { id } = await client.createTask(ONE_RESULT);
  await eventually(
    async () => vendor.checks === 1 && (await row(id)).lease_token === null,
    CALLBACK_GAP_MS - 500,
  );
  // The second came within the gap, so its check waits for the end of it.
  const { due_at, phase } = await row(id);
  expect(phase).toBe('running');
  expect(Date.parse(due_at ?? '') - Date.now()).toBeLessThanOrEqual(CALLBACK_GAP_MS);
  expect(await client.ended(id, CALLBACK_GAP_MS + 10_000)).toMatchObject({ errorCode: 'vendor_rejected' });
  expect(vendor.checks).toBe(2);
  expect(await outcomes()).toEqual({ 'local sooner': 2 });
});

test('whoever guesses, and whoever is late, gets the same answer as the vendor and changes nothing', async () => {
  const { vendor, client, studio, row, waiting, call, outcomes } = await open();
  const [ended, live] = [await waiting(), await waiting()];
  const livePath = vendor.path;
  const token = livePath.split('/').at(-1) ?? '';
  await client.send('post', `/api/tasks/${ended}/cancel`);
  const before = await row(live);
  const endedPath = new URL(studio.parts.callbacks.addressFor(await row(ended)) ?? '').pathname;
  const nextAttempt = studio.parts.callbacks.addressFor({ ...before, attempt: 2 });
  const paths = [
    endedPath,
    `/api/callbacks/local/${ended}/${token}`,
    `/api/callbacks/local/${live}/${token.slice(0, -2)}`,
    `/api/callbacks/local/${live}/${'A'.repeat(43)}`,
    `/api/callbacks/local/task_unknown/${token}`,
    `/api/callbacks/kie/${live}/${token}`,
    `/api/callbacks/nobody/${live}/${token}`,
    new URL(nextAttempt ?? '').pathname,
  ];
  for (const path of paths) {
    const answer = await call(path, { state: 'success' });
    expect([path, answer.status, answer.body.data]).toEqual([path, 200, null]);
  }
  expect(await row(live)).toEqual(before);
  expect(vendor.checks).toBe(0);
  expect(await outcomes()).toEqual({ 'other unknown_address': 6, 'local not_waiting': 2 });
});

test('where the vendor signs and the secret is known, only its fresh signature counts', async () => {
  const { vendor, row, waiting, call, outcomes } = await open({ isSigned: true, verify: isKieCallback });
  const id = await waiting();
  const body = { data: { taskId: 'j1' } };
  const signed = (secret: string, ageMs: number) => {
    const seconds = String(Math.floor((Date.now() - ageMs) / 1000));
    const signature = createHmac('sha256', secret).update(`j1.${seconds}`).digest('base64');
    return { 'x-webhook-timestamp': seconds, 'x-webhook-signature': signature };
  };
  const before = await row(id);
  await call(vendor.path, body);
  await call(vendor.path, body, signed('somebody else', 0));
  await call(vendor.path, body, signed(SECRET, 301_000));
  await call(vendor.path, '<html>', signed(SECRET, 0));
  await call(vendor.path, '{"data":', signed(SECRET, 0));
  expect(await row(id)).toEqual(before);
  await call(vendor.path, body, signed(SECRET, 0));
  await eventually(async () => vendor.checks === 1);
  expect(await outcomes()).toEqual({ 'local unverified': 5, 'local sooner': 1 });
});

test('a body beyond the bound is not read to its end; garbage within it does no harm', async () => {
  const { vendor, row, waiting, call, outcomes } = await open();
  const id = await waiting();
  const before = await row(id);
  expect((await call(vendor.path, 'x'.repeat(MAX_CALLBACK_BODY_BYTES + 1))).status).toBe(200);
  expect(await row(id)).toEqual(before);
  expect((await call(vendor.path, '\u0000{[garbage')).status).toBe(200);
  await eventually(async () => vendor.checks === 1);
  expect(await outcomes()).toEqual({ 'local too_large': 1, 'local sooner': 1 });
});

test('a database that is away is the one reason for an error, so that the vendor tries again', async () => {
  const { vendor, studio, waiting, call } = await open();
  await waiting();
  studio.parts.database.transaction = async () => {
    throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  };
  expect((await call(vendor.path)).status).toBe(503);
});

test('neither the token nor the body reaches the log', async () => {
  const lines: string[] = [];
  const logger = createLogger('trace', { write: (line: string) => void lines.push(line) });
  const { vendor, waiting, call } = await open({ isSigned: false }, { logger });
  await waiting();
  await call(vendor.path, { secret: 'of the body' });
  await call(`${vendor.path}/more`, { secret: 'of the body' });
  await call(vendor.path.replace('/api/', '/API/'), { secret: 'of the body' });
  await eventually(async () => vendor.checks === 1);
  const token = vendor.path.split('/').at(-1) ?? 'none';
  expect(lines.filter((line) => line.includes('/callbacks/')).length).toBeGreaterThanOrEqual(3);
  expect(lines.filter((line) => line.includes(token) || line.includes('of the body'))).toEqual([]);
  expect(pathForLog(`${vendor.path}?x=1`)).toMatch(/^\/api\/callbacks\/local\/task_\w+\/…$/);
});

test('an operator brings the next check forward as a callback does, and may do so for live tasks alone', async () => {
  const { vendor, studio, client, row, waiting } = await open();
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const id = await waiting();
  const checkNow = async () =>
    (await operator.send('post', `/api/admin/tasks/${id}/check-now`)).body.data.outcome;
  const before = await row(id);
  expect(Date.parse(before.due_at ?? '') - Date.now()).toBeGreaterThan(HOUR_MS / 2);
  vendor.next = failed;
  expect(await checkNow()).toBe('sooner');
  expect(await client.ended(id, 3000)).toMatchObject({ status: 'failed', errorCode: 'vendor_rejected' });
  expect(vendor.checks).toBe(1);
  expect(await checkNow()).toBe('not_waiting');
});
