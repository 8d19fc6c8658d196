import type { Asset } from '@atelier/shared/contracts/asset';
import type { CreatedWebhook } from '@atelier/shared/contracts/webhook';
import { LOOSE_UPLOAD_DAYS } from '@atelier/shared/limits';
import type { Test } from 'supertest';
import { expect, test } from 'vitest';
import { FakePictures } from './fake-pictures.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { eventually, openTestStudio, storedFiles, temporaryFilesGone } from './test-studio.ts';

const DAY_MS = 24 * 60 * 60_000;
const FILES = { 'a.png': 'picture a', 'b.png': 'picture b' };
const HOOK = { url: 'https://shop.example/hook', events: ['task.completed'] };

async function open() {
  const clock = new MovingClock();
  const environment = { JWT_EXPIRES_IN: '900d' };
  const studio = await openTestStudio({ clock, environment, work: false, pictures: new FakePictures() });
  const client = new TaskClient(studio, await studio.user(10));
  const upload = (key: string | undefined, files: Record<string, string> = FILES, from = client): Test => {
    const sent = from.send('post', '/api/assets');
    if (key !== undefined) sent.set('Idempotency-Key', key);
    for (const [name, text] of Object.entries(files)) sent.attach('files', Buffer.from(text), name);
    return sent;
  };
  const addHook = (key: string | undefined, wish: object = HOOK): Test => {
    const sent = client.send('post', '/api/webhooks');
    if (key !== undefined) sent.set('Idempotency-Key', key);
    return sent.send(wish);
  };
  const rowsOf = (table: 'assets' | 'webhook_endpoints' | 'idempotency_keys') =>
    studio.parts.database.read.selectFrom(table).selectAll().execute();
  return { clock, studio, client, upload, addHook, rowsOf };
}

const idsOf = ({ body }: { body: { data: Asset[] } }): string[] => body.data.map(({ id }) => id);
const isReplay = ({ headers }: { headers: Record<string, string> }): boolean =>
  headers['idempotent-replayed'] === 'true';

test('uploads that are sent again with their key are the same uploads; nothing is stored twice', async () => {
  const { studio, upload, rowsOf } = await open();
  const first = await upload('k1');
  expect([first.status, isReplay(first)]).toEqual([201, false]);
  const stored = (await storedFiles(studio)).length;
  const again = await upload('k1');
  expect([again.status, isReplay(again), idsOf(again)]).toEqual([201, true, idsOf(first)]);
  expect(await rowsOf('assets')).toHaveLength(2);
  expect(await storedFiles(studio)).toHaveLength(stored);
  await temporaryFilesGone(studio);
});

test('five repeats at once make one set of uploads', async () => {
  const { studio, upload, rowsOf } = await open();
  const answers = await Promise.all(Array.from({ length: 5 }, () => upload('k1')));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect(new Set(answers.map((answer) => idsOf(answer).join())).size).toBe(1);
  expect(answers.filter(isReplay)).toHaveLength(4);
  expect(await rowsOf('assets')).toHaveLength(2);
  // What the slower ones had stored goes again: a picture and its thumbnail for each of two.
  await eventually(async () => (await storedFiles(studio)).length === 4);
});

test.each([
  ['other bytes under the same names', { ...FILES, 'b.png': 'picture B' }],
  ['the same bytes under another name', { 'a.png': 'picture a', 'c.png': 'picture b' }],
  ['fewer files', { 'a.png': 'picture a' }],
])('a key with %s is refused', async (_what, files) => {
  const { upload, rowsOf } = await open();
  await upload('k1');
  const other = await upload('k1', files);
  expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
  expect(await rowsOf('assets')).toHaveLength(2);
});

test('without a key, with another one or by somebody else, uploads are made anew', async () => {
  const { studio, upload, rowsOf } = await open();
  await upload('k1');
  await upload('k2');
  await upload(undefined);
  await upload(undefined);
  const stranger = new TaskClient(studio, await studio.user(10));
  const theirs = await upload('k1', FILES, stranger);
  expect([theirs.status, isReplay(theirs)]).toEqual([201, false]);
  expect(await rowsOf('assets')).toHaveLength(10);
});

test('a refused upload leaves its key free; the key of an order is taken', async () => {
  const { client, upload } = await open();
  const empty = await upload('k1', {});
  expect(empty.status).toBe(400);
  expect((await upload('k1')).status).toBe(201);
  const order = await client.create({ key: 'k1' });
  expect([order.status, order.body.code]).toEqual([409, 'idempotency_key_reused']);
  const bad = await upload('two words');
  expect([bad.status, bad.body.code]).toEqual([400, 'idempotency_key_invalid']);
});

test('a repeat that comes after the uploads were removed is told so', async () => {
  const { clock, studio, upload } = await open();
  await upload('k1');
  clock.advance(LOOSE_UPLOAD_DAYS * DAY_MS + 1000);
  expect(await studio.parts.looseUploads.sweep()).toBe(2);
  const late = await upload('k1');
  expect([late.status, late.body.code]).toEqual([404, 'input_not_found']);
});

test('a webhook that is added again with its key is the same one, and its secret is not shown again', async () => {
  const { client, addHook, rowsOf } = await open();
  const first = await addHook('k1');
  expect([first.status, isReplay(first)]).toEqual([201, false]);
  const { secret, ...made }: CreatedWebhook = first.body.data;
  expect(secret).toMatch(/^whsec_/);
  const again = await addHook('k1');
  expect([again.status, isReplay(again)]).toEqual([201, true]);
  expect(again.body.data).toEqual({ ...made, secret: null });
  expect(await rowsOf('webhook_endpoints')).toHaveLength(1);
  expect(JSON.stringify(await rowsOf('idempotency_keys'))).not.toContain('whsec_');
  // Whoever lost the answer gets a secret of his own.
  const rotated = await client.send('post', `/api/webhooks/${made.id}/rotate-secret`);
  expect(rotated.body.data.secret).toMatch(/^whsec_/);
});

test('five repeats at once add one webhook, and one of them gets its secret', async () => {
  const { addHook, rowsOf } = await open();
  const answers = await Promise.all(Array.from({ length: 5 }, () => addHook('k1')));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect(answers.filter(({ body }) => body.data.secret !== null)).toHaveLength(1);
  expect(answers.filter(isReplay)).toHaveLength(4);
  expect(await rowsOf('webhook_endpoints')).toHaveLength(1);
});

test('a key with another webhook is refused, a refused one leaves its key free, and a deleted one stays deleted', async () => {
  const { client, addHook, rowsOf } = await open();
  expect((await addHook('k1', { ...HOOK, url: 'https://10.0.0.1/hook' })).body.code).toBe('url_refused');
  const { id } = (await addHook('k1')).body.data;
  const other = await addHook('k1', { ...HOOK, url: 'https://shop.example/other' });
  expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
  // Without the key the address is what tells that it is there.
  expect((await addHook(undefined)).body.code).toBe('webhook_url_taken');
  await client.send('delete', `/api/webhooks/${id}`);
  const late = await addHook('k1');
  expect([late.status, late.body.code]).toEqual([404, 'not_found']);
  expect((await rowsOf('webhook_endpoints')).filter(({ deleted_at }) => deleted_at === null)).toEqual([]);
});
