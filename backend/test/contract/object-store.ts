import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { uniqueKey } from '../../src/storage/object-keys.ts';
import type { ObjectStore, PutOptions } from '../../src/storage/object-store.ts';
import { putMany } from '../../src/storage/put-many.ts';
import { holdsBytes } from '../../src/storage/verify-object.ts';

/** Leaves a test out where the stand-in server cannot check it; the reason stands beside each ability. */
const testIf = (isAble: boolean) => (name: string, run: () => Promise<void>) => {
  if (isAble) test(name, run);
};

export interface StoreUnderTest {
  readonly store: ObjectStore;
  /** Moves the clock that signs links, in milliseconds from the real time. */
  setClockOffset(offsetMs: number): void;
  close(): Promise<void>;
}

/** What the server behind a store is able to check; what it is not is left out by name, never passed silently. */
export interface StoreAbilities {
  /** Refuses links whose signature, key, method or name were changed. */
  readonly checksSignatures: boolean;
  /** Refuses presigned uploads of other bytes than announced. */
  readonly checksUploads: boolean;
  readonly readsFirstByteAlone: boolean;
  /** Two puts to one key at the same time leave one of the two, never a mixture. */
  readonly replacesAtomically: boolean;
}

const MEBIBYTE = 1024 * 1024;
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The promises of `ObjectStore`, run against every implementation. */
export function describeObjectStore(
  name: string,
  open: () => Promise<StoreUnderTest>,
  abilities: StoreAbilities,
): void {
  describe(`object store: ${name}`, () => {
    let subject: StoreUnderTest;
    let store: ObjectStore;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'atelier-store-'));
      subject = await open();
      store = subject.store;
    });

    afterAll(async () => {
      await subject?.close();
      await rm(folder, { recursive: true, force: true });
    });

    const keyFor = (fileName = 'picture', contentType = 'image/png'): string =>
      uniqueKey({ folder: 'contract', owner: 'user_1', fileName, contentType, now: new Date() });

    async function fileOf(
      bytes: Uint8Array,
      contentType = 'image/png',
    ): Promise<{ path: string; options: PutOptions }> {
      const path = join(folder, randomBytes(8).toString('hex'));
      await writeFile(path, bytes);
      return { path, options: { contentType, sizeBytes: bytes.length, sha256: sha256Of(bytes) } };
    }

    async function putBytes(key: string, bytes: Uint8Array, contentType = 'image/png'): Promise<void> {
      const { path, options } = await fileOf(bytes, contentType);
      await store.putFile(key, path, options);
    }

    const read = async (key: string): Promise<Buffer> => buffer((await store.get(key)).body);

    async function codeOf(promise: Promise<unknown>): Promise<string> {
      const error = await promise.then(
        () => null,
        (reason: unknown) => reason,
      );
      if (!(error instanceof AppError)) throw error ?? new Error('It did not fail.');
      return error.code;
    }

    describe('put, get, head, delete', () => {
      test('what was put comes back byte for byte, with size and type', async () => {
        const key = keyFor();
        const bytes = randomBytes(100_001);
        const { path, options } = await fileOf(bytes);
        const described = { key, sizeBytes: bytes.length, contentType: 'image/png' };
        expect(await store.putFile(key, path, options)).toEqual(described);
        expect(await store.head(key)).toEqual(described);
        const { body, ...rest } = await store.get(key);
        expect(rest).toEqual(described);
        expect((await buffer(body)).equals(bytes)).toBe(true);
        expect(await holdsBytes(store, key, options)).toBe(true);
        expect(await holdsBytes(store, key, { ...options, sha256: sha256Of(Buffer.from('x')) })).toBe(false);
      });

      test('an object may be empty', async () => {
        const key = keyFor();
        await putBytes(key, Buffer.alloc(0));
        expect(await store.head(key)).toMatchObject({ sizeBytes: 0 });
        expect(await read(key)).toHaveLength(0);
      });

      test('a put over an existing key replaces it whole', async () => {
        const key = keyFor();
        await putBytes(key, randomBytes(50_000));
        const second = randomBytes(1_000);
        await putBytes(key, second);
        expect((await read(key)).equals(second)).toBe(true);
      });

      test('what is not there: head is null, get is not_found, delete is quiet', async () => {
        const key = keyFor();
        expect(await store.head(key)).toBeNull();
        expect(await codeOf(store.get(key))).toBe('not_found');
        await store.delete(key);
        await putBytes(key, Buffer.from('x'));
        await store.delete(key);
        expect(await store.head(key)).toBeNull();
        await store.delete(key);
      });

      test('a folder of objects is not itself an object', async () => {
        const key = keyFor();
        await putBytes(key, Buffer.from('x'));
        expect(await store.head('contract/user_1')).toBeNull();
        expect(await codeOf(store.get('contract/user_1'))).toBe('not_found');
      });

      test.each([
        [0, 99],
        [7, 7],
        [500, 999],
        [990, 5_000],
        [999, 999],
      ])('bytes %d to %d can be read alone', async (start, end) => {
        const key = keyFor();
        const bytes = randomBytes(1_000);
        await putBytes(key, bytes);
        const part = await store.get(key, { start, end });
        expect(part.sizeBytes).toBe(1_000);
        expect((await buffer(part.body)).equals(bytes.subarray(start, end + 1))).toBe(true);
      });

      // s3rver 3.7 takes an end of 0 for none and sends everything; S3 servers do not.
      testIf(abilities.readsFirstByteAlone)('the first byte can be read alone', async () => {
        const key = keyFor();
        await putBytes(key, Buffer.from('abc'));
        expect((await buffer((await store.get(key, { start: 0, end: 0 })).body)).toString()).toBe('a');
      });

      test('a range outside the object is refused', async () => {
        const key = keyFor();
        await putBytes(key, randomBytes(10));
        for (const range of [
          { start: 10, end: 20 },
          { start: -1, end: 3 },
          { start: 5, end: 4 },
        ]) {
          await expect(store.get(key, range)).rejects.toThrow(RangeError);
        }
      });

      test('a reader may stop early', async () => {
        const key = keyFor();
        await putBytes(key, randomBytes(4 * MEBIBYTE));
        for (let round = 0; round < 5; round += 1) {
          const { body } = await store.get(key);
          await new Promise((resolve) => body.once('readable', resolve));
          body.destroy();
        }
        expect(await read(key)).toHaveLength(4 * MEBIBYTE);
      });
    });

    describe('names', () => {
      test.each([
        'contract/白色运动鞋_正面.png',
        'contract/スニーカー/운동화.png',
        'contract/😀👟.png',
        "contract/it's (1) & [2] + =,;@$!.png",
        `contract/${'鞋'.repeat(70)}.png`,
      ])('%s keeps its bytes and its link', async (key) => {
        const bytes = randomBytes(300);
        await putBytes(key, bytes);
        expect((await read(key)).equals(bytes)).toBe(true);
        const answer = await fetch(await store.signedLink(key, { expiresInSeconds: 60 }));
        expect(answer.status).toBe(200);
        expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
        await store.delete(key);
        expect(await store.head(key)).toBeNull();
      });

      test.each([
        '../escape.png',
        '/etc/passwd',
        'a/../../b.png',
        'a\\b.png',
        'a\0.png',
        '%2e%2e/x.png',
        'con',
        '.tmp/x',
      ])('the unsafe key %j is refused everywhere as a bug', async (key) => {
        const { path, options } = await fileOf(Buffer.from('x'));
        const attempts = [
          () => store.putFile(key, path, options),
          () => store.get(key),
          () => store.head(key),
          () => store.delete(key),
          () => store.signedLink(key, { expiresInSeconds: 60 }),
          () => store.presignedUpload(key, options, 60),
        ];
        for (const attempt of attempts) {
          const error = await attempt().catch((reason: unknown) => reason);
          expect(error).toBeInstanceOf(Error);
          expect(error).not.toBeInstanceOf(AppError);
        }
      });

      test('a type that the key does not stand for is refused as a bug', async () => {
        const { path, options } = await fileOf(Buffer.from('x'), 'image/jpeg');
        await expect(store.putFile(keyFor(), path, options)).rejects.toThrow('stands for image/png');
      });
    });

    describe('whole or nothing', () => {
      test.each([
        ['hash', { sha256: sha256Of(Buffer.from('other')) }],
        ['size, too small', { sizeBytes: 999 }],
        ['size, too large', { sizeBytes: 1_001 }],
      ])(
        'a wrong %s leaves nothing under a new key and the old bytes under an old one',
        async (_what, wrong) => {
          const { path, options } = await fileOf(randomBytes(1_000));
          const fresh = keyFor();
          expect(await codeOf(store.putFile(fresh, path, { ...options, ...wrong }))).toBe('storage_failed');
          expect(await store.head(fresh)).toBeNull();
          const old = keyFor();
          const oldBytes = randomBytes(77);
          await putBytes(old, oldBytes);
          expect(await codeOf(store.putFile(old, path, { ...options, ...wrong }))).toBe('storage_failed');
          expect((await read(old)).equals(oldBytes)).toBe(true);
        },
      );

      test('a source file that is not there fails the put and leaves nothing', async () => {
        const key = keyFor();
        const options = { contentType: 'image/png', sizeBytes: 1, sha256: sha256Of(Buffer.from('x')) };
        expect(await codeOf(store.putFile(key, join(folder, 'missing'), options))).toBe('storage_failed');
        expect(await store.head(key)).toBeNull();
      });

      test(`many puts at once${abilities.replacesAtomically ? ', also to one key' : ''}: every object is whole`, async () => {
        const shared = keyFor();
        const contents = Array.from({ length: 24 }, () => randomBytes(200_000));
        const requests = await Promise.all(
          contents.map(async (bytes, index) => ({
            key: index % 3 === 0 && abilities.replacesAtomically ? shared : keyFor(`n${index}`),
            ...(await fileOf(bytes)),
          })),
        );
        const report = await putMany(store, requests, 8);
        expect(report.failures).toEqual([]);
        expect(report.stored).toHaveLength(24);
        for (const [index, { key }] of requests.entries()) {
          if (key !== shared)
            expect(sha256Of(await read(key))).toBe(sha256Of(contents[index] ?? Buffer.alloc(0)));
        }
        if (abilities.replacesAtomically) {
          expect(contents.map(sha256Of)).toContain(sha256Of(await read(shared)));
        }
      });

      test('a batch reports what failed and keeps the rest', async () => {
        const good = { key: keyFor(), ...(await fileOf(randomBytes(10))) };
        const bad = { key: keyFor(), path: join(folder, 'missing'), options: good.options };
        const report = await putMany(store, [good, bad, { ...good, key: keyFor() }]);
        expect(report.stored).toHaveLength(2);
        expect(report.failures).toMatchObject([{ key: bad.key, error: { code: 'storage_failed' } }]);
      });

      test('a big file streams both ways in bounded memory', { timeout: 60_000 }, async () => {
        const chunks = 96;
        const path = join(folder, 'big');
        const hash = createHash('sha256');
        await pipeline(
          Readable.from(
            (function* () {
              for (let index = 0; index < chunks; index += 1) {
                const chunk = Buffer.alloc(MEBIBYTE, index);
                hash.update(chunk);
                yield chunk;
              }
            })(),
          ),
          createWriteStream(path),
        );
        const options = {
          contentType: 'video/mp4',
          sizeBytes: chunks * MEBIBYTE,
          sha256: hash.digest('hex'),
        };
        const key = keyFor('big', 'video/mp4');
        const idle = process.memoryUsage.rss();
        let peak = idle;
        const sampler = setInterval(() => {
          peak = Math.max(peak, process.memoryUsage.rss());
        }, 10);
        await store.putFile(key, path, options);
        expect(await holdsBytes(store, key, options)).toBe(true);
        clearInterval(sampler);
        await store.delete(key);
        expect((peak - idle) / MEBIBYTE).toBeLessThan(chunks * 0.6);
      });
    });

    describe('links', () => {
      test('work over HTTP without signing in, whole and by range', async () => {
        const key = keyFor();
        const bytes = randomBytes(5_000);
        await putBytes(key, bytes);
        const link = await store.signedLink(key, { expiresInSeconds: 300 });
        const whole = await fetch(link);
        expect(whole.status).toBe(200);
        expect(whole.headers.get('content-type')).toBe('image/png');
        expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
        const part = await fetch(link, { headers: { range: 'bytes=10-19' } });
        expect(part.status).toBe(206);
        expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
      });

      test.each([
        ['film.mp4', 'video/mp4'],
        ['film.webm', 'video/webm'],
        ['film.mov', 'video/quicktime'],
        ['speech.mp3', 'audio/mpeg'],
        ['speech.wav', 'audio/wav'],
      ])('let a player begin in the middle of %s, in place', async (name, contentType) => {
        const key = keyFor(name, contentType);
        const bytes = randomBytes(5_000);
        await putBytes(key, bytes, contentType);
        const link = await store.signedLink(key, { expiresInSeconds: 300 });
        const rest = await fetch(link, { headers: { range: 'bytes=4000-' } });
        expect([rest.status, rest.headers.get('content-range')]).toEqual([206, 'bytes 4000-4999/5000']);
        expect(rest.headers.get('content-type')).toBe(contentType);
        expect(rest.headers.get('content-disposition') ?? 'inline').toBe('inline');
        expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(4_000))).toBe(true);
      });

      test('are the same for everybody who asks within the same window', async () => {
        const key = keyFor();
        const intoWindow = Date.now() % 150_000;
        subject.setClockOffset(-intoWindow);
        const first = await store.signedLink(key, { expiresInSeconds: 300 });
        subject.setClockOffset(-intoWindow + 100_000);
        const second = await store.signedLink(key, { expiresInSeconds: 300 });
        subject.setClockOffset(0);
        expect(second).toBe(first);
      });

      test('name the download in any script', async () => {
        const key = keyFor();
        await putBytes(key, Buffer.from('x'));
        const link = await store.signedLink(key, { expiresInSeconds: 300, downloadName: '白底 "图" 👟.png' });
        const answer = await fetch(link);
        expect(answer.status).toBe(200);
        const disposition = answer.headers.get('content-disposition') ?? '';
        expect(disposition).toMatch(/^attachment; /);
        expect(disposition).toContain(`filename*=UTF-8''${encodeURIComponent('白底 "图" 👟.png')}`);
      });

      test('stop working when they expire', async () => {
        const key = keyFor();
        await putBytes(key, Buffer.from('x'));
        subject.setClockOffset(-3_600_000);
        const link = await store.signedLink(key, { expiresInSeconds: 60 });
        subject.setClockOffset(0);
        expect((await fetch(link)).status).toBe(403);
      });

      test.each([0, 604_801, 1.5])('cannot be made to live %d seconds', async (expiresInSeconds) => {
        await expect(store.signedLink(keyFor(), { expiresInSeconds })).rejects.toThrow(RangeError);
      });

      testIf(abilities.checksSignatures)('cannot be changed in any part', async () => {
        const key = keyFor();
        const other = keyFor();
        await putBytes(key, Buffer.from('mine'));
        await putBytes(other, Buffer.from('theirs'));
        const link = new URL(await store.signedLink(key, { expiresInSeconds: 300, downloadName: 'a.png' }));
        const changes: ((url: URL) => void)[] = [
          (url) => url.searchParams.set('expires', '9999999999'),
          (url) => url.searchParams.set('name', 'b.png'),
          (url) => url.searchParams.delete('name'),
          (url) => url.searchParams.delete('signature'),
          (url) => url.searchParams.set('signature', ''),
          (url) => url.searchParams.set('signature', `A${url.searchParams.get('signature')?.slice(1)}x`),
          (url) => url.searchParams.append('expires', '9999999999'),
          (url) => url.searchParams.append('extra', '1'),
          (url) => {
            url.pathname = url.pathname.replace(key, other);
          },
        ];
        expect((await fetch(link)).status).toBe(200);
        for (const change of changes) {
          const changed = new URL(link);
          change(changed);
          expect([changed.href, (await fetch(changed)).status]).toEqual([changed.href, 403]);
        }
        expect((await fetch(link, { method: 'PUT', body: 'mine' })).status).toBe(403);
      });
    });

    describe('presigned uploads', () => {
      test('store the bytes without passing them through the API', async () => {
        const key = keyFor('直传');
        const bytes = randomBytes(70_000);
        const { options } = await fileOf(bytes);
        const upload = await store.presignedUpload(key, options, 300);
        expect(Date.parse(upload.expiresAt)).toBeGreaterThan(Date.now());
        const answer = await fetch(upload.url, {
          method: upload.method,
          headers: upload.headers,
          body: new Blob([bytes]),
        });
        expect(answer.status).toBe(200);
        expect(await store.head(key)).toMatchObject({ sizeBytes: bytes.length, contentType: 'image/png' });
        expect(await holdsBytes(store, key, options)).toBe(true);
      });

      test('stop working when they expire', async () => {
        const key = keyFor();
        const bytes = randomBytes(10);
        const { options } = await fileOf(bytes);
        subject.setClockOffset(-3_600_000);
        const upload = await store.presignedUpload(key, options, 60);
        subject.setClockOffset(0);
        const answer = await fetch(upload.url, {
          method: 'PUT',
          headers: upload.headers,
          body: new Blob([bytes]),
        });
        expect(answer.status).toBe(403);
        expect(await store.head(key)).toBeNull();
      });

      testIf(abilities.checksUploads)(
        'refuse other sizes, other bytes, another type, another key',
        async () => {
          const key = keyFor();
          const other = keyFor();
          const bytes = randomBytes(1_000);
          const { options } = await fileOf(bytes);
          const { url, headers } = await store.presignedUpload(key, options, 300);
          const send = async (
            address: string,
            body: Uint8Array<ArrayBuffer>,
            changed = {},
          ): Promise<number> =>
            (
              await fetch(address, {
                method: 'PUT',
                headers: { ...headers, ...changed },
                body: new Blob([body]),
              })
            ).status;
          expect(await send(url, new Uint8Array(999))).toBe(400);
          expect(await send(url, new Uint8Array(1_001))).toBe(400);
          expect(await send(url, new Uint8Array(1_000))).toBe(400);
          expect(await send(url, new Uint8Array(bytes), { 'content-type': 'text/html' })).toBe(400);
          expect(await send(url.replace(key, other), new Uint8Array(bytes))).toBe(403);
          expect(await send(url.replace('size=1000', 'size=999'), new Uint8Array(999))).toBe(403);
          expect((await fetch(url)).status).toBe(403);
          expect(await store.head(key)).toBeNull();
          expect(await store.head(other)).toBeNull();
          expect(await send(url, new Uint8Array(bytes))).toBe(200);
        },
      );
    });

    test('the health check passes and leaves nothing behind', async () => {
      const before = await readdir(tmpdir());
      await store.checkHealth();
      expect(
        (await readdir(tmpdir())).filter(
          (entry) => entry.startsWith('atelier-probe-') && !before.includes(entry),
        ),
      ).toEqual([]);
    });
  });
}
