import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../lib/paths.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';
import { readZip } from './zip-entries.ts';

const run = promisify(execFile);
const SCRIPT_LIMIT_MS = 90_000;
const DEFAULT_ADDRESS = 'http://localhost:3000';

let server: StudioServer;
beforeAll(async () => {
  server = await startStudioServer();
});
afterAll(() => server?.stop());

/** The one code block of a README that calls the API, aimed at the given server. */
async function apiBlock(readme: string, address: string): Promise<string> {
  const markdown = await readFile(join(ROOT, readme), 'utf8');
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
  const found = blocks.filter((block) => block.includes('curl '));
  expect(found.length, `blocks with curl in ${readme}`).toBe(1);
  expect(found[0]).toContain(DEFAULT_ADDRESS);
  return (found[0] ?? '').replace(DEFAULT_ADDRESS, address);
}

describe('the API lines of the READMEs', () => {
  it.each([
    ['README.md', '1 credit set aside'],
    ['README.zh-CN.md', '预留 1 积分'],
  ])('%s: a copy of them turns a sample into a zip and a receipt', async (readme, receiptWords) => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-readme-'));
    try {
      await symlink(join(ROOT, 'frontend'), join(folder, 'frontend'));
      const script = `set -eu\n${await apiBlock(readme, server.address)}`;
      const { stdout } = await run('bash', ['-c', script], { cwd: folder, timeout: SCRIPT_LIMIT_MS });
      expect(stdout).toContain('"spentCredits":1');
      expect(stdout).toContain(receiptWords);
      const names = [...readZip(await readFile(join(folder, 'pictures.zip'))).keys()];
      expect(names.filter((name) => name.endsWith('.png'))).toHaveLength(3);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
