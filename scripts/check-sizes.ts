import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, runCheck } from './lib/findings.ts';
import { PACKAGES } from './lib/import-graph.ts';
import { ROOT } from './lib/paths.ts';
import { isTestFile, readSources } from './lib/source-files.ts';

const MAX_SOURCE_LINES = 400;
const MAX_TEST_LINES = 700;
const CODE = /\.(?:ts|tsx|mjs|css)$/;
const FREE = /\/(?:fixtures|generated)\//;

/** No file grows beyond what one sitting can read; generated files and fixtures are free. */
export function checkSizes(root: string): readonly Finding[] {
  return PACKAGES.filter((name) => existsSync(join(root, name)))
    .flatMap((name) => readSources(root, name, CODE))
    .filter(({ path }) => !FREE.test(path))
    .flatMap(({ path, text }) => {
      const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
      const limit = isTestFile(path) ? MAX_TEST_LINES : MAX_SOURCE_LINES;
      if (lines <= limit) return [];
      const advice = 'Split it by what its parts do; a file should need one sentence to describe it.';
      return [{ place: path, problem: `${lines} lines, at most ${limit}`, advice }];
    });
}

if (import.meta.main && (await runCheck('sizes', checkSizes, ROOT)) !== undefined) process.exitCode = 1;
