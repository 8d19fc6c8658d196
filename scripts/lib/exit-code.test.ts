import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './paths.ts';

test.each([0, 3])('a run that may start PostgreSQL ends with the exit code %i it set', (exitCode) => {
  const server = path.join(ROOT, 'backend/test/postgres-server.ts');
  const program = `await import(${JSON.stringify(server)}); process.exitCode = ${exitCode};`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([exitCode, '']);
});
