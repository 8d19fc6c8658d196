import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERRORS } from '@atelier/shared/errors';
import express, { type ErrorRequestHandler } from 'express';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../lib/app-error.ts';
import { createLocalDiskStore, type LocalDiskStore } from '../../storage/local-disk.ts';
import { filesRoutes } from './files.ts';

let folder: string;
let store: LocalDiskStore;
let now = new Date('2026-01-02T03:00:00Z');
const clock = { now: () => now };
const app = express();

const answerErrors: ErrorRequestHandler = (error, _request, response, _next) => {
  const code = error instanceof AppError ? error.code : 'internal_error';
  response.status(ERRORS[code].status).json({ code });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-files-'));
  const signingKey = 'a signing key of more than thirty-two bytes';
  store = createLocalDiskStore({ root: join(folder, 'objects'), signingKey, publicPath: '/files', clock });
  app.use('/files', filesRoutes({ store, clock }), answerErrors);
});
afterAll(() => rm(folder, { recursive: true }));

async function put(key: string, content: string, contentType: string): Promise<void> {
  const path = join(folder, 'source');
  await writeFile(path, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  await store.putFile(key, path, { contentType, sizeBytes: Buffer.byteLength(content), sha256 });
}

test('a picture is shown in place, kept by the browser until the link ends, and can run nothing', async () => {
  await put('a/鞋.png', '0123456789', 'image/png');
  const link = await store.signedLink('a/鞋.png', { expiresInSeconds: 300 });
  const answer = await supertest(app).get(link);
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': '10',
    'content-disposition': 'inline',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=450, immutable',
  });
  now = new Date(now.getTime() + 100_000);
  const later = await supertest(app)
    .get(link)
    .set('If-None-Match', answer.headers.etag ?? '');
  expect(later.status).toBe(304);
  expect((await supertest(app).get(link)).headers['cache-control']).toBe('private, max-age=350, immutable');
});

test('HEAD answers as GET without a body; ranges give a part, or 416 when there is none', async () => {
  await put('a/video.mp4', '0123456789', 'video/mp4');
  const link = await store.signedLink('a/video.mp4', { expiresInSeconds: 300 });
  const head = await supertest(app).head(link);
  expect([head.status, head.headers['content-length']]).toEqual([200, '10']);
  const part = await supertest(app).get(link).set('Range', 'bytes=2-4').buffer();
  expect([part.status, part.headers['content-range'], part.body.toString()]).toEqual([
    206,
    'bytes 2-4/10',
    '234',
  ]);
  const none = await supertest(app).get(link).set('Range', 'bytes=10-20');
  expect([none.status, none.headers['content-range']]).toEqual([416, 'bytes */10']);
});

test.each([
  ['film.mp4', 'video/mp4'],
  ['film.webm', 'video/webm'],
  ['film.mov', 'video/quicktime'],
  ['speech.mp3', 'audio/mpeg'],
  ['speech.m4a', 'audio/mp4'],
  ['speech.wav', 'audio/wav'],
  ['speech.ogg', 'audio/ogg'],
  ['speech.flac', 'audio/flac'],
])('%s is played in place and from its middle', async (name, contentType) => {
  await put(`a/${name}`, '0123456789', contentType);
  const link = await store.signedLink(`a/${name}`, { expiresInSeconds: 300 });
  const rest = await supertest(app).get(link).set('Range', 'bytes=7-').buffer();
  expect([rest.status, rest.headers['content-range']]).toEqual([206, 'bytes 7-9/10']);
  expect(rest.headers['content-type']).toBe(contentType);
  expect(rest.headers['content-disposition']).toBe('inline');
  expect(Number(rest.headers['content-length'])).toBe(3);
});

test('what is not in the short list is a download, also without a name in the link', async () => {
  await put('a/page.txt', '<script>', 'text/plain');
  const answer = await supertest(app).get(await store.signedLink('a/page.txt', { expiresInSeconds: 300 }));
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="page.txt"/);
});

test('an ended link is link_expired, a changed one link_invalid, a missing object not_found', async () => {
  const link = await store.signedLink('a/none.png', { expiresInSeconds: 60 });
  const missing = await supertest(app).get(link);
  expect([missing.status, missing.body]).toEqual([404, { code: 'not_found' }]);
  expect(missing.headers['content-type']).toMatch(/^application\/json/);
  expect(missing.headers['content-disposition']).toBeUndefined();
  now = new Date(now.getTime() + 91_000);
  expect((await supertest(app).get(link)).body).toEqual({ code: 'link_expired' });
  expect((await supertest(app).get(`${link}x`)).body).toEqual({ code: 'link_invalid' });
});

test.each([
  '/files/../../etc/passwd',
  '/files/..%2f..%2fetc%2fpasswd',
  '/files/%2e%2e/%2e%2e/etc/passwd',
  '/files/a%2Fb.png',
  '/files/a%5cb.png',
  '/files/a%00.png',
  '/files/%ff.png',
  '/files/.incoming/x',
  '/files//a.png',
  '/files/a.png?signature[]=x',
  '/files/a.png?expires=1e99&signature=AAAA',
])('%s is refused', async (address) => {
  const answer = await supertest(app).get(address);
  expect([403, 404]).toContain(answer.status);
  expect(answer.text).not.toContain('root:');
});

test('a link for reading is none for writing, and the other way round', async () => {
  await put('a/mine.png', 'mine', 'image/png');
  const link = await store.signedLink('a/mine.png', { expiresInSeconds: 300 });
  expect((await supertest(app).put(link).set('content-type', 'image/png').send('evil')).body).toEqual({
    code: 'link_invalid',
  });
  const options = {
    contentType: 'image/png',
    sizeBytes: 4,
    sha256: createHash('sha256').update('mine').digest('hex'),
  };
  const upload = await store.presignedUpload('a/mine.png', options, 300);
  expect((await supertest(app).get(upload.url)).body).toEqual({ code: 'link_invalid' });
});
