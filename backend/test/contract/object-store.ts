import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { benchFor, type StoreAbilities, type StoreUnderTest } from './store-bench.ts';
import { describeLinks } from './store-links.ts';
import { describeObjects } from './store-objects.ts';
import { describeWholeness } from './store-wholeness.ts';

/** The promises of `ObjectStore`, run against every implementation. */
export function describeObjectStore(
  name: string,
  open: () => Promise<StoreUnderTest>,
  abilities: StoreAbilities,
): void {
  describe(`object store: ${name}`, () => {
    const bench = benchFor(open);
    describeObjects(bench, abilities);
    describeWholeness(bench, abilities);
    describeLinks(bench, abilities);

    test('the health check passes and leaves nothing behind', async () => {
      const before = await readdir(tmpdir());
      await bench.store.checkHealth();
      expect(
        (await readdir(tmpdir())).filter(
          (entry) => entry.startsWith('atelier-probe-') && !before.includes(entry),
        ),
      ).toEqual([]);
    });
  });
}
