import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { holdsBytes } from '../../src/storage/verify-object.ts';
import { MEBIBYTE, type StoreAbilities, type StoreBench, sha256Of, testIf } from './store-bench.ts';

/** What goes in comes out, under whatever name. */
export function describeObjects(bench: StoreBench, abilities: StoreAbilities): void {
  const { keyFor, fileOf, putBytes, read, codeOf } = bench;

  describe('put, get, head, delete', () => {
    test('what was put comes back byte for byte, with size and type', async () => {
      const key = keyFor();
      const bytes = randomBytes(100_001);
      const { path, options } = await fileOf(bytes);
      const described = { key, sizeBytes: bytes.length, contentType: 'image/png' };
      expect(await bench.store.putFile(key, path, options)).toEqual(described);
      expect(await bench.store.head(key)).toEqual(described);
      const { body, ...rest } = await bench.store.get(key);
      expect(rest).toEqual(described);
      expect((await buffer(body)).equals(bytes)).toBe(true);
      expect(await holdsBytes(bench.store, key, options)).toBe(true);
      expect(await holdsBytes(bench.store, key, { ...options, sha256: sha256Of(Buffer.from('x')) })).toBe(
        false,
      );
    });

    test('an object may be empty', async () => {
      const key = keyFor();
      await putBytes(key, Buffer.alloc(0));
      expect(await bench.store.head(key)).toMatchObject({ sizeBytes: 0 });
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
      expect(await bench.store.head(key)).toBeNull();
      expect(await codeOf(bench.store.get(key))).toBe('not_found');
      await bench.store.delete(key);
      await putBytes(key, Buffer.from('x'));
      await bench.store.delete(key);
      expect(await bench.store.head(key)).toBeNull();
      await bench.store.delete(key);
    });

    test('a folder of objects is not itself an object', async () => {
      const key = keyFor();
      await putBytes(key, Buffer.from('x'));
      expect(await bench.store.head('contract/user_1')).toBeNull();
      expect(await codeOf(bench.store.get('contract/user_1'))).toBe('not_found');
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
      const part = await bench.store.get(key, { start, end });
      expect(part.sizeBytes).toBe(1_000);
      expect((await buffer(part.body)).equals(bytes.subarray(start, end + 1))).toBe(true);
    });

    // s3rver 3.7 takes an end of 0 for none and sends everything; S3 servers do not.
    testIf(abilities.readsFirstByteAlone)('the first byte can be read alone', async () => {
      const key = keyFor();
      await putBytes(key, Buffer.from('abc'));
      expect((await buffer((await bench.store.get(key, { start: 0, end: 0 })).body)).toString()).toBe('a');
    });

    test('a range outside the object is refused', async () => {
      const key = keyFor();
      await putBytes(key, randomBytes(10));
      for (const range of [
        { start: 10, end: 20 },
        { start: -1, end: 3 },
        { start: 5, end: 4 },
      ]) {
        await expect(bench.store.get(key, range)).rejects.toThrow(RangeError);
      }
    });

    test('a reader may stop early', async () => {
      const key = keyFor();
      await putBytes(key, randomBytes(4 * MEBIBYTE));
      for (let round = 0; round < 5; round += 1) {
        const { body } = await bench.store.get(key);
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
      const answer = await fetch(await bench.store.signedLink(key, { expiresInSeconds: 60 }));
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      await bench.store.delete(key);
      expect(await bench.store.head(key)).toBeNull();
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
        () => bench.store.putFile(key, path, options),
        () => bench.store.get(key),
        () => bench.store.head(key),
        () => bench.store.delete(key),
        () => bench.store.signedLink(key, { expiresInSeconds: 60 }),
        () => bench.store.presignedUpload(key, options, 60),
      ];
      for (const attempt of attempts) {
        const error = await attempt().catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(Error);
        expect(error).not.toBeInstanceOf(AppError);
      }
    });

    test('a type that the key does not stand for is refused as a bug', async () => {
      const { path, options } = await fileOf(Buffer.from('x'), 'image/jpeg');
      await expect(bench.store.putFile(keyFor(), path, options)).rejects.toThrow('stands for image/png');
    });
  });
}
