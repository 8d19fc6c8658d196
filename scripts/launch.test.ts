import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withTree } from './lib/fixture-tree.ts';
import { ROOT } from './lib/paths.ts';

/** Stands for pnpm: notes each call; fails with these words when told to. */
const FAKE_PNPM = `#!/bin/sh
case "$1" in --version) echo 12.99.0; exit 0;; esac
echo "$@" >> calls.txt
if [ -f fail.txt ]; then cat fail.txt; exit 1; fi
mkdir -p node_modules
`;
const START = `
const [what] = process.argv.slice(2);
let signals = 0;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  signals += 1;
  setTimeout(() => { console.log('stopped by', signal, signals); process.exit(0); }, 200);
});
if (what === 'wait') { setInterval(() => undefined, 1000); process.on('disconnect', () => process.exit(0)); }
else process.channel.unref();
console.log('up', process.argv.slice(2).join(' '));
if (what === 'exit') process.exitCode = 7;
`;
const manifest = '{"type":"module"}';
const TREE = {
  'package.json': manifest,
  'frontend/package.json': manifest,
  'backend/package.json': manifest,
  'shared/package.json': manifest,
  'scripts/package.json': manifest,
  'pnpm-lock.yaml': 'lock',
  'pnpm-workspace.yaml': 'workspace',
  'bin/pnpm': FAKE_PNPM,
  'scripts/start.ts': START,
};

interface Launched {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function launch(root: string, ...words: readonly string[]): Launched {
  const path = [join(root, 'bin'), process.env.PATH].join(delimiter);
  const { npm_lifecycle_event: _npm, ...environment } = process.env;
  const child = spawn(process.execPath, [join(root, 'scripts/launch.mjs'), ...words], {
    env: { ...environment, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  return { child, output: () => text, ended };
}

async function run(root: string, ...words: readonly string[]) {
  const { ended, output } = launch(root, ...words);
  return { code: await ended, output: output() };
}

const withLaunch = <T>(use: (root: string) => Promise<T>) =>
  withTree(TREE, async (root) => {
    copyFileSync(join(ROOT, 'scripts/launch.mjs'), join(root, 'scripts/launch.mjs'));
    chmodSync(join(root, 'bin/pnpm'), 0o755);
    return await use(root);
  });

const installsIn = (root: string) =>
  existsSync(join(root, 'calls.txt'))
    ? readFileSync(join(root, 'calls.txt'), 'utf8').trim().split('\n').length
    : 0;

describe('the launcher', () => {
  it('explains itself when the command is unknown', () =>
    withLaunch(async (root) => {
      const { code, output } = await run(root, 'fly');
      expect(code).toBe(2);
      expect(output).toContain('usage: node scripts/launch.mjs <start | test | bench | drill>');
    }));

  it('installs once, then only after the lockfile or a manifest changed', () =>
    withLaunch(async (root) => {
      await run(root, 'start');
      await run(root, 'start');
      expect(installsIn(root)).toBe(1);
      writeFileSync(join(root, 'pnpm-lock.yaml'), 'other');
      await run(root, 'start');
      expect(installsIn(root)).toBe(2);
      writeFileSync(join(root, 'backend/package.json'), '{"type":"module","name":"x"}');
      await run(root, 'start');
      expect(installsIn(root)).toBe(3);
      expect(readFileSync(join(root, 'calls.txt'), 'utf8')).toContain('install --frozen-lockfile');
    }));

  it('says plainly that the network is missing, and tries again next time', () =>
    withLaunch(async (root) => {
      writeFileSync(join(root, 'fail.txt'), 'request failed: getaddrinfo EAI_AGAIN\n');
      const { code, output } = await run(root, 'start');
      expect(code).toBe(1);
      expect(output).toContain('The npm registry could not be reached: connect to the network once');
      expect(output).not.toContain('up');
      await run(root, 'start');
      expect(installsIn(root)).toBe(2);
    }));

  it('hands over the arguments and ends with the code of the command', () =>
    withLaunch(async (root) => {
      const { code, output } = await run(root, 'start', 'exit', 'more');
      expect(output).toContain('up exit more');
      expect(code).toBe(7);
    }));

  it('passes a repeated Ctrl-C on once, waits for the end and reports 130', () =>
    withLaunch(async (root) => {
      const { child, output, ended } = launch(root, 'start', 'wait');
      while (!output().includes('up')) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGINT');
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGINT'), 50);
      expect(await ended).toBe(130);
      expect(output()).toContain('stopped by SIGINT 1');
    }));

  it('passes SIGTERM on and reports how the command ended', () =>
    withLaunch(async (root) => {
      const { child, output, ended } = launch(root, 'start', 'wait');
      while (!output().includes('up')) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(output()).toContain('stopped by SIGTERM 1');
    }));

  it('leaves nothing running when it is killed', () =>
    withLaunch(async (root) => {
      const { child, output, ended } = launch(root, 'start', 'wait');
      while (!output().includes('up')) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGKILL');
      // Its output closes only when the command, which holds it open too, has ended as well.
      expect(await ended).toBeNull();
    }));
});
