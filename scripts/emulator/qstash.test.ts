import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Task } from '@atelier/shared/contracts/task';
import { expect, onTestFinished, test } from 'vitest';
import { findViolations } from '../../backend/src/credits/ledger-invariants.ts';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { eventually } from '../../backend/test/test-studio.ts';
import { EMULATED_SIGNING_KEYS, type QstashDelivery, signatureFor } from './qstash.ts';
import { startEmulator } from './server.ts';
import { openEmulatedStudio } from './studio-with-emulator.ts';

const CALLBACK_PATH = '/api/generate/callback';
const MODEL = 'openai-gpt-image-2';

/** A studio that hands the starts of waiting vendors to the emulated QStash, and can be reached by it. */
async function open(options: { runMs?: number } = {}) {
  let serve: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((incoming, response) => serve(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const relay = await startEmulator();
  onTestFinished(() => relay.stop());
  const emulated = await openEmulatedStudio({
    pictures: createPicturePool({ threads: 1 }),
    credits: 1000,
    environment: {
      APP_URL: origin,
      QSTASH_URL: `${relay.url}/qstash`,
      QSTASH_TOKEN: 'emulated',
      QSTASH_CURRENT_SIGNING_KEY: EMULATED_SIGNING_KEYS.current,
      QSTASH_NEXT_SIGNING_KEY: EMULATED_SIGNING_KEYS.next,
    },
    emulator: { runMs: options.runMs ?? 20 },
  });
  serve = emulated.studio.app;
  const { database } = emulated.studio.parts;
  const entriesOf = async ({ id }: Task): Promise<string[]> => {
    const rows = await database.read
      .selectFrom('credit_transactions')
      .select('transaction_type')
      .where('task_id', '=', id)
      .execute();
    return rows.map(({ transaction_type }) => transaction_type);
  };
  const callBack = async (body: Buffer, headers: Record<string, string>): Promise<number> => {
    const request = { method: 'POST', headers, body: new Uint8Array(body) };
    return (await fetch(`${origin}${CALLBACK_PATH}`, request)).status;
  };
  const callbacks = (): QstashDelivery[] =>
    relay.qstash.deliveries.filter(({ url }) => url.endsWith(CALLBACK_PATH));
  return { ...emulated, relay, origin, entriesOf, callBack, callbacks };
}

test('a start goes through QStash to the vendor, its answer comes back signed, and the task is charged once', async () => {
  const { client, order, emulator, relay, studio, entriesOf, callbacks, origin } = await open({ runMs: 500 });
  const { id } = await order(MODEL, { prompt: 'a red mug' });
  const task = await client.ended(id);
  expect(task).toMatchObject({ status: 'completed', provider: 'openai', chargedCredits: task.priceCredits });
  expect(task.results).toHaveLength(1);
  expect(emulator.counts('openai').accepted).toBe(1);
  expect(relay.qstash.counts).toEqual({ published: 1, deduplicated: 0 });
  expect(await entriesOf(task)).toEqual(['hold', 'settle']);
  expect(callbacks().map(({ url }) => url)).toEqual([`${origin}${CALLBACK_PATH}`]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('while the vendor works no process of ours waits: nobody holds a lease on the task', async () => {
  const { client, order, emulator, studio } = await open({ runMs: 2500 });
  const { id } = await order(MODEL, { prompt: 'a red mug' });
  await eventually(async () => {
    const { phase, lease_token } = await studio.parts.reader.get(client.userId, id);
    return phase === 'running' && lease_token === null;
  }, 2000);
  expect(emulator.counts('openai').links).toBe(0);
  expect(await client.ended(id)).toMatchObject({ status: 'completed' });
});

test('a bare file comes through QStash as well as JSON', async () => {
  const { client, order } = await open();
  const { id } = await order('elevenlabs-flash-v2.5', { text: 'hello' });
  expect(await client.ended(id)).toMatchObject({
    status: 'completed',
    results: [{ contentType: 'audio/mpeg' }],
  });
});

test('replayed, forged and wrongly hashed callbacks change nothing, before and after the end', async () => {
  const { client, order, studio, callBack, callbacks, entriesOf, origin } = await open();
  const done = await client.ended((await order(MODEL, { prompt: 'a red mug' })).id);
  await eventually(async () => callbacks().some(({ status }) => status === 200));
  const genuine = callbacks().find(({ status }) => status === 200);
  if (!genuine) throw new Error('no callback was taken');
  const url = `${origin}${CALLBACK_PATH}`;
  const seconds = Math.floor(Date.now() / 1000);
  const changed = Buffer.from(genuine.body.toString().replace('"status":200', '"status":500'));
  const sign = (body: Buffer, change?: Parameters<typeof signatureFor>[2]) => ({
    'upstash-signature': signatureFor(url, body, change),
  });
  const attempts: ReadonlyArray<readonly [what: string, status: number, expected: number]> = [
    ['replayed', await callBack(genuine.body, { ...genuine.headers }), 200],
    ['no signature', await callBack(genuine.body, {}), 401],
    ['another body', await callBack(changed, { ...genuine.headers }), 401],
    ['another key', await callBack(genuine.body, sign(genuine.body, { key: 'sig_other' })), 401],
    ['ended', await callBack(genuine.body, sign(genuine.body, { claims: { exp: seconds - 60 } })), 401],
    ['too early', await callBack(genuine.body, sign(genuine.body, { claims: { nbf: seconds + 90 } })), 401],
    ['another issuer', await callBack(genuine.body, sign(genuine.body, { claims: { iss: 'Me' } })), 401],
    [
      'another address',
      await callBack(genuine.body, sign(genuine.body, { claims: { sub: `${url}/x` } })),
      401,
    ],
    ['unsigned algorithm', await callBack(genuine.body, { 'upstash-signature': unsigned(url) }), 401],
    ['next key', await callBack(genuine.body, sign(genuine.body, { key: EMULATED_SIGNING_KEYS.next })), 200],
    ['an unknown message', await callBack(...unknownMessage(url)), 404],
    ['no callback', await callBack(Buffer.from('[]'), sign(Buffer.from('[]'))), 401],
  ];
  expect(attempts.filter(([, status, expected]) => status !== expected)).toEqual([]);
  expect(await client.task(done.id)).toEqual({ ...done, results: expect.anything() });
  expect(await entriesOf(done)).toEqual(['hold', 'settle']);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('what the vendor refuses for good fails and is refunded; what it only puts off is handed over anew', async () => {
  const { client, order, relay, emulator, entriesOf } = await open();
  const refused = await client.ended((await order(MODEL, { prompt: '[[fault:refused]]' })).id);
  expect(refused).toMatchObject({ status: 'failed', chargedCredits: 0 });
  expect(await entriesOf(refused)).toEqual(['hold', 'release']);
  const later = await client.ended((await order(MODEL, { prompt: '[[fault:429]]' })).id, 30_000);
  expect(later).toMatchObject({ status: 'completed' });
  expect(await entriesOf(later)).toEqual(['hold', 'settle']);
  expect(relay.qstash.counts).toEqual({ published: 3, deduplicated: 0 });
  expect(emulator.counts('openai').accepted).toBe(1);
});

test('a vendor that takes the order and gives no answer is not asked again, and the user is refunded', async () => {
  const { client, order, emulator, studio, entriesOf } = await open();
  const task = await client.ended((await order(MODEL, { prompt: '[[fault:cut-after-accept]]' })).id);
  expect(task).toMatchObject({ status: 'failed', errorCode: 'vendor_outcome_unknown', chargedCredits: 0 });
  expect(await entriesOf(task)).toEqual(['hold', 'release']);
  expect(emulator.counts('openai').accepted).toBe(1);
  expect(await studio.parts.losses.countOpen()).toBe(1);
});

test('a worker that dies after handing a start over hands over the same one, and the vendor hears it once', async () => {
  const { client, order, emulator, relay, studio, entriesOf } = await open({ runMs: 3000 });
  const { database, sweeper } = studio.parts;
  const { id } = await order(MODEL, { prompt: 'a red mug' });
  await eventually(async () => isRunning(await studio.parts.reader.get(client.userId, id)), 3000);
  // As a death between handing over and noting it leaves it.
  const past = new Date(Date.now() - 60_000).toISOString();
  await database.transaction(async ({ query }) => {
    await query.updateTable('relayed_starts').set({ message_id: null }).where('task_id', '=', id).execute();
    await query
      .updateTable('ai_tasks')
      .set({ phase: 'submitting', provider_handle: null, due_at: past })
      .set({ lease_token: 'dead', lease_until: past })
      .where('id', '=', id)
      .execute();
  });
  await sweeper.wakeDue(0);
  const task = await client.ended(id);
  expect(task).toMatchObject({ status: 'completed' });
  expect(await entriesOf(task)).toEqual(['hold', 'settle']);
  expect(relay.qstash.counts).toEqual({ published: 1, deduplicated: 1 });
  expect(emulator.counts('openai').accepted).toBe(1);
});

const isRunning = (row: { phase: string; lease_token: string | null }): boolean =>
  row.phase === 'running' && row.lease_token === null;

/** A token that says it needs no signature. */
function unsigned(url: string): string {
  const [, claims = ''] = signatureFor(url, Buffer.from('{}')).split('.');
  return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${claims}.`;
}

function unknownMessage(url: string): [Buffer, Record<string, string>] {
  const body = Buffer.from(JSON.stringify({ status: 200, sourceMessageId: 'msg_unknown', body: '' }));
  return [body, { 'upstash-signature': signatureFor(url, body) }];
}
