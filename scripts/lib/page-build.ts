import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.ts';
import { isTestFile, listFiles } from './source-files.ts';

/** Hash of everything the built page is made of. */
export function pageStamp(root: string): string {
  const hash = createHash('sha256');
  const sources = ['frontend', 'shared/src'].flatMap((folder) =>
    listFiles(root, folder, (path) => !isTestFile(path)),
  );
  for (const path of [...sources, 'pnpm-lock.yaml']) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Whether `frontend/dist` holds what the sources say now. */
export function isPageCurrent(root: string, stamp = pageStamp(root)): boolean {
  const stampPath = join(root, 'frontend/dist/.build-stamp');
  return (
    existsSync(join(root, 'frontend/dist/index.html')) &&
    existsSync(stampPath) &&
    readFileSync(stampPath, 'utf8') === stamp
  );
}

/** Builds the page unless it is current. Resolves to whether it built; rejects with Vite's own words. */
export async function buildPageWhenNeeded(root: string): Promise<boolean> {
  const stamp = pageStamp(root);
  if (isPageCurrent(root, stamp)) return false;
  const frontend = join(root, 'frontend');
  const manifest = createRequire(join(frontend, 'package.json')).resolve('vite/package.json');
  const vite = join(dirname(manifest), 'bin', 'vite.js');
  const result = await runCommand(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: frontend,
    // Under a test runner NODE_ENV is `test`, and Vite would then build React's slow, three times larger development form.
    environment: { ...process.env, NODE_ENV: 'production' },
    mode: 'quiet',
  });
  if (result.exitCode !== 0) throw new Error(`the page could not be built:\n${result.output.trim()}`);
  // Last, so that an interrupted build is repeated.
  writeFileSync(join(frontend, 'dist/.build-stamp'), stamp);
  return true;
}
