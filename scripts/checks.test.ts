import { describe, expect, it } from 'vitest';
import { checkDocs } from './check-docs.ts';
import { checkEnvironment } from './check-env.ts';
import { checkSizes } from './check-sizes.ts';
import type { Check } from './lib/findings.ts';
import { withTree } from './lib/fixture-tree.ts';

const problems = (check: Check, files: Record<string, string>) =>
  withTree(files, async (root) => (await check(root)).map(({ problem }) => problem));

describe('the environment check', () => {
  const config = "export const ENV_KEYS = ['PORT', 'HOST'];\n";
  const check = (example: string) =>
    problems(checkEnvironment, { '.env.example': example, 'backend/src/config.ts': config });

  it.each([
    ['passes when both agree', '# a port\nPORT=1\n# a host\nHOST=x\n', []],
    ['names a missing key', '# a port\nPORT=1\n', ['HOST is missing']],
    ['names a key nobody reads', '# p\nPORT=1\n# h\nHOST=x\n# m\nMORE=1\n', ['nobody reads MORE']],
    ['names a key without comment', '# p\nPORT=1\nHOST=x\n', ['HOST is not explained']],
    [
      'does not take a group title for a comment',
      '# p\nPORT=1\n# ── Hosts ──\nHOST=x\n',
      ['HOST is not explained'],
    ],
    ['names a key listed twice', '# p\nPORT=1\n# h\nHOST=x\n# p\nPORT=2\n', ['PORT is listed twice']],
    [
      'keeps the order',
      '# h\nHOST=x\n# p\nPORT=1\n',
      ['the order differs from backend/src/config.ts at PORT'],
    ],
  ])('%s', async (_name, example, expected) => expect(await check(example)).toEqual(expected));
});

describe('the size check', () => {
  it.each([
    ['backend/src/lib/a.ts', 400, []],
    ['backend/src/lib/a.ts', 401, ['401 lines, at most 400']],
    ['backend/src/lib/a.test.ts', 700, []],
    ['backend/src/lib/a.test.ts', 701, ['701 lines, at most 700']],
    ['backend/src/providers/x/fixtures/a.ts', 9000, []],
  ])('%s with %i lines', async (path, lines, expected) => {
    expect(await problems(checkSizes, { [path]: 'x\n'.repeat(lines) })).toEqual(expected);
  });
});

describe('the docs check', () => {
  const check = (files: Record<string, string>) =>
    problems(checkDocs, {
      'package.json': '{"scripts":{"test":"x"}}',
      'README.md': '# A\n',
      'README.zh-CN.md': '# A\n',
      ...files,
    });

  it.each([
    ['a good link', '[a](../README.md) [b](https://example.com) [c](#here)\n\n## Here\n', []],
    ['a dead link', '[a](gone.md)\n', ['gone.md does not exist']],
    ['a missing picture', '![a](images/a.png)\n', ['images/a.png does not exist']],
    ['a missing picture in HTML', '<img src="images/a.png">\n', ['images/a.png does not exist']],
    ['a dead heading', '[a](../README.md#gone)\n', ['../README.md#gone: no such heading']],
    ['no link inside code', '```md\n[a](gone.md)\n```\n', []],
    ['a good command', 'Run `npm test` or `npm run test`.\n', []],
    ['an unknown command', 'Run `npm run gone`.\n', ['"npm run gone": no such command']],
    ["a script behind pnpm's own command", 'Run `pnpm doctor`.\n', ['"pnpm doctor" is pnpm\'s own']],
    ['an unknown command in a block', '```sh\npnpm gone\n```\n', ['"pnpm gone": no such command']],
    ['no command in prose', 'What npm gives us.\n', []],
    ['a path of one machine', 'See `/home/me/x`.\n', ['names a path of one machine: /home/me']],
  ])('%s', async (_name, text, expected) => expect(await check({ 'docs/a.md': text })).toEqual(expected));

  it('holds both READMEs to one shape', async () => {
    expect(await check({ 'README.zh-CN.md': '# A\n## B\n' })).toEqual(['README.md has other headings']);
  });
});
