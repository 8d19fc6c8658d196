import type { Webhook, WebhookWithSecret } from '@atelier/shared/contracts/webhook';
import { MAX_WEBHOOKS_PER_USER } from '@atelier/shared/limits';
import request from 'supertest';
import { expect, test } from 'vitest';
import { listRoutes } from '../list-routes.ts';
import { TaskClient } from '../task-client.ts';
import { openTestStudio } from '../test-studio.ts';

const EVERYTHING = { url: 'https://shop.example/hook', events: ['task.completed', 'task.failed'] };

async function open() {
  const studio = await openTestStudio({ work: false });
  const client = new TaskClient(studio, await studio.user(10));
  const stranger = new TaskClient(studio, await studio.user(10));
  const create = async (wish: object = EVERYTHING): Promise<WebhookWithSecret> => {
    const answer = await client.send('post', '/api/webhooks').send(wish);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.data;
  };
  return { studio, client, stranger, create };
}

test('a webhook is made, read, changed and deleted; its secret is shown at creation and rotation only', async () => {
  const { client, create } = await open();
  const { secret, ...made } = await create({ ...EVERYTHING, description: ' Orders ' });
  expect(secret).toMatch(/^whsec_/);
  expect(made).toMatchObject({
    url: EVERYTHING.url,
    description: 'Orders',
    events: EVERYTHING.events,
    isActive: true,
    disabled: null,
    secretHint: secret.slice(-4),
  });
  const path = `/api/webhooks/${made.id}`;
  expect((await client.send('get', path)).body.data).toEqual(made);
  expect((await client.send('get', '/api/webhooks')).body.data).toEqual([made]);

  const change = { description: 'Shop', isActive: false };
  const changed: Webhook = (await client.send('patch', path).send(change)).body.data;
  expect(changed).toMatchObject({ ...change, url: made.url, events: made.events });
  const rotated: WebhookWithSecret = (await client.send('post', `${path}/rotate-secret`)).body.data;
  expect(rotated.secret).not.toBe(secret);
  expect(rotated.previousSecretEndsAt).not.toBeNull();

  for (const answer of [await client.send('get', path), await client.send('get', '/api/webhooks')]) {
    expect(JSON.stringify(answer.body)).not.toContain('whsec_');
  }
  expect((await client.send('delete', path)).body).toMatchObject({ success: true, data: null });
  expect((await client.send('get', path)).status).toBe(404);
  expect((await client.send('get', '/api/webhooks')).body.data).toEqual([]);
});

test.each([
  ['no address', { events: ['task.created'] }, 'request_invalid', 'url'],
  ['no events', { ...EVERYTHING, events: [] }, 'request_invalid', 'events'],
  ['progress', { ...EVERYTHING, events: ['task.progressed'] }, 'request_invalid', 'events.0'],
  ['an event twice', { ...EVERYTHING, events: ['task.failed', 'task.failed'] }, 'request_invalid', 'events'],
  ['a secret of its own', { ...EVERYTHING, secret: 'whsec_mine' }, 'request_invalid', ''],
  [
    'a long address',
    { ...EVERYTHING, url: `https://a.example/${'x'.repeat(2000)}` },
    'request_invalid',
    'url',
  ],
  ['plain http', { ...EVERYTHING, url: 'http://shop.example/' }, 'url_refused', 'url'],
  ['this machine', { ...EVERYTHING, url: 'https://127.0.0.1/' }, 'url_refused', 'url'],
  ['a password in it', { ...EVERYTHING, url: 'https://a:b@shop.example/' }, 'url_refused', 'url'],
  ['nonsense', { ...EVERYTHING, url: 'shop' }, 'url_refused', 'url'],
])('refused, with the field it is about: %s', async (_what, wish, code, field) => {
  const { client } = await open();
  const answer = await client.send('post', '/api/webhooks').send(wish);
  expect([answer.status, answer.body.code, answer.body.errors?.[0]?.field]).toEqual([400, code, field]);
  expect((await client.send('get', '/api/webhooks')).body.data).toEqual([]);
});

test('one address once, and no more than ten; a deleted one makes room', async () => {
  const { client, create } = await open();
  const first = await create();
  const again = await client.send('post', '/api/webhooks').send(EVERYTHING);
  expect([again.status, again.body.code]).toEqual([409, 'webhook_url_taken']);
  for (let count = 1; count < MAX_WEBHOOKS_PER_USER; count += 1) {
    await create({ ...EVERYTHING, url: `https://shop.example/${count}` });
  }
  const taken = await client
    .send('patch', `/api/webhooks/${first.id}`)
    .send({ url: 'https://shop.example/1' });
  expect([taken.status, taken.body.code]).toEqual([409, 'webhook_url_taken']);
  const more = await client
    .send('post', '/api/webhooks')
    .send({ ...EVERYTHING, url: 'https://shop.example/x' });
  expect([more.status, more.body.code]).toEqual([409, 'webhooks_too_many']);
  await client.send('delete', `/api/webhooks/${first.id}`);
  await create();
});

test('twenty at once still make ten', async () => {
  const { client } = await open();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      client.send('post', '/api/webhooks').send({ ...EVERYTHING, url: `https://shop.example/${index}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(MAX_WEBHOOKS_PER_USER);
});

test('the log is read in pages and by state, one delivery with its body', async () => {
  const { client, create } = await open();
  const { id } = await create();
  const path = `/api/webhooks/${id}`;
  for (let count = 0; count < 3; count += 1) await client.send('post', `${path}/test`).expect(201);
  const page = await client.send('get', `${path}/deliveries?limit=2&state=pending`);
  expect(page.body.pagination).toEqual({ total: 3, limit: 2, offset: 0, hasMore: true });
  const [newest] = page.body.data;
  expect(newest).toMatchObject({ type: 'webhook.test', state: 'pending', attemptCount: 0 });
  const { body } = await client.send('get', `${path}/deliveries/${newest.id}`);
  expect(body.data).toMatchObject({ ...newest, attempts: [] });
  expect(JSON.parse(body.data.payload)).toMatchObject({ type: 'webhook.test', data: { webhookId: id } });
  expect((await client.send('get', `${path}/deliveries?state=failed`)).body.data).toEqual([]);
  const invalid = await client.send('get', `${path}/deliveries?state=nonsense`);
  expect([invalid.status, invalid.body.code]).toEqual([400, 'request_invalid']);
});

test("somebody else's webhooks and deliveries answer 404 on every route and stay as they are", async () => {
  const { studio, client, stranger, create } = await open();
  const { id, secret } = await create();
  const delivery = (await client.send('post', `/api/webhooks/${id}/test`)).body.data;
  const before = (await client.send('get', `/api/webhooks/${id}`)).body.data;
  const routes = listRoutes(studio.app).filter(({ path }) => path.startsWith('/api/webhooks/{id}'));
  expect(routes).toHaveLength(8);
  for (const { method, path } of routes) {
    const url = path.replace('{id}', id).replace('{deliveryId}', delivery.id);
    const answer = await stranger.send(method as 'get', url);
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 404, 'not_found']);
    expect(JSON.stringify(answer.body)).not.toContain(secret);
    const anonymous = await request(studio.app)[method as 'get'](url);
    expect([method, path, anonymous.status]).toEqual([method, path, 401]);
  }
  expect((await client.send('get', `/api/webhooks/${id}`)).body.data).toEqual(before);
  expect((await stranger.send('get', '/api/webhooks')).body.data).toEqual([]);
  // A delivery of one's own is not found under another webhook of one's own either.
  const other = await create({ ...EVERYTHING, url: 'https://shop.example/other' });
  const mixed = await client.send('get', `/api/webhooks/${other.id}/deliveries/${delivery.id}`);
  expect(mixed.status).toBe(404);
});
