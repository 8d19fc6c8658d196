import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './lib/paths.ts';

const frontend = join(ROOT, 'frontend');
const vite = join(
  dirname(createRequire(join(frontend, 'package.json')).resolve('vite/package.json')),
  'bin/vite.js',
);
const SIDES = [
  {
    name: 'server',
    cwd: ROOT,
    args: ['--watch', '--watch-preserve-output', 'backend/src/main.ts'],
  },
  { name: 'page', cwd: frontend, args: [vite, '--clearScreen', 'false'] },
] as const;

const children: ChildProcess[] = [];
let isStopping = false;

function stop(): void {
  if (isStopping) return;
  isStopping = true;
  for (const child of children) child.kill('SIGTERM');
}

/** Both sides with reload; their lines carry their name. When one ends, so does the other. */
for (const { name, cwd, args } of SIDES) {
  const env = { UV_THREADPOOL_SIZE: '16', ...process.env };
  const child = spawn(process.execPath, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(6)} │ ${line}`));
  }
  child.on('exit', (code) => {
    if (!isStopping) {
      console.error(`${name} ended with code ${code}`);
      process.exitCode = 1;
    }
    stop();
  });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
