import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { putMany } from '../../src/storage/put-many.ts';
import { holdsBytes } from '../../src/storage/verify-object.ts';
import { MEBIBYTE, type StoreAbilities, type StoreBench, sha256Of } from './store-bench.ts';

/** An object is whole or not there at all. */
export function describeWholeness(bench: StoreBench, abilities: StoreAbilities): void {
  const { keyFor, fileOf, putBytes, read, codeOf } = bench;

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
        expect(await codeOf(bench.store.putFile(fresh, path, { ...options, ...wrong }))).toBe(
          'storage_failed',
        );
        expect(await bench.store.head(fresh)).toBeNull();
        const old = keyFor();
        const oldBytes = randomBytes(77);
        await putBytes(old, oldBytes);
        expect(await codeOf(bench.store.putFile(old, path, { ...options, ...wrong }))).toBe('storage_failed');
        expect((await read(old)).equals(oldBytes)).toBe(true);
      },
    );

    test('a source file that is not there fails the put and leaves nothing', async () => {
      const key = keyFor();
      const options = { contentType: 'image/png', sizeBytes: 1, sha256: sha256Of(Buffer.from('x')) };
      expect(await codeOf(bench.store.putFile(key, join(bench.folder, 'missing'), options))).toBe(
        'storage_failed',
      );
      expect(await bench.store.head(key)).toBeNull();
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
      const report = await putMany(bench.store, requests, 8);
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
      const bad = { key: keyFor(), path: join(bench.folder, 'missing'), options: good.options };
      const report = await putMany(bench.store, [good, bad, { ...good, key: keyFor() }]);
      expect(report.stored).toHaveLength(2);
      expect(report.failures).toMatchObject([{ key: bad.key, error: { code: 'storage_failed' } }]);
    });

    test('a big file streams both ways in bounded memory', { timeout: 60_000 }, async () => {
      const chunks = 96;
      const path = join(bench.folder, 'big');
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
      await bench.store.putFile(key, path, options);
      expect(await holdsBytes(bench.store, key, options)).toBe(true);
      clearInterval(sampler);
      await bench.store.delete(key);
      expect((peak - idle) / MEBIBYTE).toBeLessThan(chunks * 0.6);
    });
  });
}
