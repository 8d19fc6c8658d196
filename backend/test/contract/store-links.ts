import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { holdsBytes } from '../../src/storage/verify-object.ts';
import { type StoreAbilities, type StoreBench, testIf } from './store-bench.ts';

/** Links to read and to upload by, for whoever has them and no longer than they say. */
export function describeLinks(bench: StoreBench, abilities: StoreAbilities): void {
  const { keyFor, fileOf, putBytes } = bench;

  describe('links', () => {
    test('work over HTTP without signing in, whole and by range', async () => {
      const key = keyFor();
      const bytes = randomBytes(5_000);
      await putBytes(key, bytes);
      const link = await bench.store.signedLink(key, { expiresInSeconds: 300 });
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
      const link = await bench.store.signedLink(key, { expiresInSeconds: 300 });
      const rest = await fetch(link, { headers: { range: 'bytes=4000-' } });
      expect([rest.status, rest.headers.get('content-range')]).toEqual([206, 'bytes 4000-4999/5000']);
      expect(rest.headers.get('content-type')).toBe(contentType);
      expect(rest.headers.get('content-disposition') ?? 'inline').toBe('inline');
      expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(4_000))).toBe(true);
    });

    test('are the same for everybody who asks within the same window', async () => {
      const key = keyFor();
      const intoWindow = Date.now() % 150_000;
      bench.subject.setClockOffset(-intoWindow);
      const first = await bench.store.signedLink(key, { expiresInSeconds: 300 });
      bench.subject.setClockOffset(-intoWindow + 100_000);
      const second = await bench.store.signedLink(key, { expiresInSeconds: 300 });
      bench.subject.setClockOffset(0);
      expect(second).toBe(first);
    });

    test('name the download in any script', async () => {
      const key = keyFor();
      await putBytes(key, Buffer.from('x'));
      const link = await bench.store.signedLink(key, {
        expiresInSeconds: 300,
        downloadName: '白底 "图" 👟.png',
      });
      const answer = await fetch(link);
      expect(answer.status).toBe(200);
      const disposition = answer.headers.get('content-disposition') ?? '';
      expect(disposition).toMatch(/^attachment; /);
      expect(disposition).toContain(`filename*=UTF-8''${encodeURIComponent('白底 "图" 👟.png')}`);
    });

    test('stop working when they expire', async () => {
      const key = keyFor();
      await putBytes(key, Buffer.from('x'));
      bench.subject.setClockOffset(-3_600_000);
      const link = await bench.store.signedLink(key, { expiresInSeconds: 60 });
      bench.subject.setClockOffset(0);
      expect((await fetch(link)).status).toBe(403);
    });

    test.each([0, 604_801, 1.5])('cannot be made to live %d seconds', async (expiresInSeconds) => {
      await expect(bench.store.signedLink(keyFor(), { expiresInSeconds })).rejects.toThrow(RangeError);
    });

    testIf(abilities.checksSignatures)('cannot be changed in any part', async () => {
      const key = keyFor();
      const other = keyFor();
      await putBytes(key, Buffer.from('mine'));
      await putBytes(other, Buffer.from('theirs'));
      const link = new URL(
        await bench.store.signedLink(key, { expiresInSeconds: 300, downloadName: 'a.png' }),
      );
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
      const upload = await bench.store.presignedUpload(key, options, 300);
      expect(Date.parse(upload.expiresAt)).toBeGreaterThan(Date.now());
      const answer = await fetch(upload.url, {
        method: upload.method,
        headers: upload.headers,
        body: new Blob([bytes]),
      });
      expect(answer.status).toBe(200);
      expect(await bench.store.head(key)).toMatchObject({
        sizeBytes: bytes.length,
        contentType: 'image/png',
      });
      expect(await holdsBytes(bench.store, key, options)).toBe(true);
    });

    test('stop working when they expire', async () => {
      const key = keyFor();
      const bytes = randomBytes(10);
      const { options } = await fileOf(bytes);
      bench.subject.setClockOffset(-3_600_000);
      const upload = await bench.store.presignedUpload(key, options, 60);
      bench.subject.setClockOffset(0);
      const answer = await fetch(upload.url, {
        method: 'PUT',
        headers: upload.headers,
        body: new Blob([bytes]),
      });
      expect(answer.status).toBe(403);
      expect(await bench.store.head(key)).toBeNull();
    });

    testIf(abilities.checksUploads)(
      'refuse other sizes, other bytes, another type, another key',
      async () => {
        const key = keyFor();
        const other = keyFor();
        const bytes = randomBytes(1_000);
        const { options } = await fileOf(bytes);
        const { url, headers } = await bench.store.presignedUpload(key, options, 300);
        const send = async (address: string, body: Uint8Array<ArrayBuffer>, changed = {}): Promise<number> =>
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
        expect(await bench.store.head(key)).toBeNull();
        expect(await bench.store.head(other)).toBeNull();
        expect(await send(url, new Uint8Array(bytes))).toBe(200);
      },
    );
  });
}
