import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withTree } from './fixture-tree.ts';
import { isPageCurrent, pageStamp } from './page-build.ts';

const TREE = {
  'frontend/src/main.tsx': 'one',
  'frontend/src/main.test.tsx': 'test',
  'frontend/dist/index.html': 'built',
  'shared/src/limits.ts': 'limits',
  'pnpm-lock.yaml': 'lock',
};

/** Whether the page counts as current after this change to a tree whose page was just built. */
const isCurrentAfter = (change: (root: string) => void) =>
  withTree(TREE, (root) => {
    writeFileSync(join(root, 'frontend/dist/.build-stamp'), pageStamp(root));
    change(root);
    return isPageCurrent(root);
  });
const write = (path: string) => (root: string) => writeFileSync(join(root, path), 'two');

describe('the page build', () => {
  it('is not repeated while nothing changed', async () => {
    expect(await isCurrentAfter(() => undefined)).toBe(true);
  });

  it.each(['frontend/src/main.tsx', 'frontend/src/new.ts', 'shared/src/limits.ts', 'pnpm-lock.yaml'])(
    'is repeated after a change of %s',
    async (path) => expect(await isCurrentAfter(write(path))).toBe(false),
  );

  it('is not repeated because of a test', async () => {
    expect(await isCurrentAfter(write('frontend/src/main.test.tsx'))).toBe(true);
  });

  it('is repeated when the built page is gone', async () => {
    expect(await isCurrentAfter((root) => rmSync(join(root, 'frontend/dist/index.html')))).toBe(false);
  });
});
