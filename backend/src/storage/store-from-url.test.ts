import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../lib/app-error.ts';
import { createSafeFetch, type SafeFetch } from '../lib/safe-fetch.ts';
import { createStore } from './create-store.ts';
import type { ObjectStore } from './object-store.ts';
import { type StoreFromUrlRequest, storeFromUrl } from './store-from-url.ts';

const bytes = Buffer.from('the bytes of a picture');
let server: Server;
let folder: string;
let store: ObjectStore;
let temporaryRoot: string;
let safeFetch: SafeFetch;
let base: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-from-url-'));
  temporaryRoot = join(folder, 'temporary');
  await mkdir(temporaryRoot);
  const signingKey = 'a signing key of more than thirty-two bytes';
  store = createStore({ provider: 'local', root: join(folder, 'objects'), signingKey }).store;
  server = createServer((request, response) => {
    if (request.url === '/missing') response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': request.url === '/page' ? 'text/html' : 'image/png' })
        .end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://pictures.example:${(server.address() as AddressInfo).port}`;
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
  const open = createSafeFetch({ lookup, isAddressAllowed: () => true });
  // Results come over https only; the test's server speaks plain http.
  safeFetch = {
    ...open,
    toFile: (address, path, options) => open.toFile(address, path, { ...options, allowHttp: true }),
  };
});
afterAll(async () => {
  await safeFetch.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

const request = (path: string): StoreFromUrlRequest => ({
  url: `${base}${path}`,
  maxBytes: 1_000,
  acceptTypes: ['image/*'],
  accept: async () => ({ key: 'results/user_1/a.png', contentType: 'image/png' }),
});
const run = (wanted: StoreFromUrlRequest, through = safeFetch) =>
  storeFromUrl({ store, safeFetch: through, temporaryRoot }, wanted);

test('what an address serves is stored and described, and no temporary stays', async () => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const stored = await run(request('/picture'));
  expect(stored).toEqual({
    key: 'results/user_1/a.png',
    contentType: 'image/png',
    sizeBytes: bytes.length,
    sha256,
  });
  expect((await buffer((await store.get(stored.key)).body)).equals(bytes)).toBe(true);
  expect(await readdir(temporaryRoot)).toEqual([]);
});

test.each([
  ['an error status', '/missing', {}, 'url_fetch_failed'],
  ['another type', '/page', {}, 'url_fetch_failed'],
  ['too many bytes', '/picture', { maxBytes: bytes.length - 1 }, 'url_fetch_failed'],
  [
    'a file that turns out to be something else',
    '/picture',
    {
      accept: async () => {
        throw new AppError('result_not_stored');
      },
    },
    'result_not_stored',
  ],
])('%s stores nothing and leaves nothing', async (_what, path, changed, code) => {
  await store.delete('results/user_1/a.png');
  await expect(run({ ...request(path), ...changed })).rejects.toMatchObject({ code });
  expect(await store.head('results/user_1/a.png')).toBeNull();
  expect(await readdir(temporaryRoot)).toEqual([]);
});

test('the strict guard stands before it: plain http and inside addresses are refused', async () => {
  const strict = createSafeFetch();
  await expect(run(request('/picture'), strict)).rejects.toMatchObject({ code: 'url_refused' });
  const inside = { ...request('/picture'), url: 'https://127.0.0.1/picture' };
  await expect(run(inside, strict)).rejects.toMatchObject({
    code: 'url_refused',
    values: { reason: 'address_not_public' },
  });
  await strict.close();
});
