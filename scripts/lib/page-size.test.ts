import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPageWhenNeeded } from './page-build.ts';
import { firstLoads, type Manifest, readManifest } from './page-size.ts';
import { ROOT } from './paths.ts';

const LIMIT_BYTES = 200_000;
const BUILD_LIMIT_MS = 120_000;
const DIST = join(ROOT, 'frontend/dist');

const MANIFEST: Manifest = {
  'index.html': { file: 'entry.js', isEntry: true, imports: ['_shared.js'] },
  '_shared.js': { file: 'shared.js' },
  '_dialog.js': { file: 'dialog.js', imports: ['_shared.js'] },
  'src/pages/studio/studio-page.tsx': { file: 'studio.js', imports: ['_shared.js'] },
  'src/pages/task/task-page.tsx': { file: 'task.js', imports: ['_dialog.js', 'index.html'] },
  'src/pages/task/later.tsx': { file: 'later.js' },
  'src/locales/en/task.json': { file: 'en-task.js' },
  'src/locales/zh-CN/task.json': { file: 'zh-CN-task.js' },
  'src/locales/en.ts': { file: 'en.js' },
  'src/locales/zh-CN.ts': { file: 'zh-CN.js' },
};
/** Noise does not shrink, so a file's gzip size is its own and a little more. */
const noise = (bytes: number): Buffer => randomBytes(bytes);
const read = (file: string): Buffer => noise(file === 'zh-CN.js' ? 3_000 : 1_000);

describe('the first load of a page', () => {
  it('is entry, page, the larger language and the page’s own texts in it with all static imports, each once, heaviest first', () => {
    const loads = firstLoads(MANIFEST, read);
    expect(loads.map(({ route }) => route)).toEqual([
      'src/pages/task/task-page.tsx',
      'src/pages/studio/studio-page.tsx',
    ]);
    expect(new Set(loads[0]?.files)).toEqual(
      new Set(['entry.js', 'shared.js', 'dialog.js', 'task.js', 'zh-CN.js', 'zh-CN-task.js']),
    );
    expect(loads[0]?.gzipBytes).toBeGreaterThan(8_000);
    expect(loads[1]?.gzipBytes).toBeGreaterThan(6_000);
    expect(loads[1]?.gzipBytes).toBeLessThan(7_000);
  });

  it('refuses a manifest that names a chunk it does not hold', () => {
    expect(() =>
      firstLoads({ ...MANIFEST, '_shared.js': { file: 'shared.js', imports: ['_gone.js'] } }, read),
    ).toThrow('_gone.js');
  });
});

describe('the built page', () => {
  beforeAll(async () => {
    await buildPageWhenNeeded(ROOT);
  }, BUILD_LIMIT_MS);

  it(`loads at most ${LIMIT_BYTES / 1000} kB of gzip JavaScript for any page`, () => {
    const loads = firstLoads(readManifest(DIST), (file) => readFileSync(join(DIST, file)));
    expect(loads.length).toBeGreaterThan(5);
    expect(loads.filter(({ gzipBytes }) => gzipBytes > LIMIT_BYTES)).toEqual([]);
  });
});
