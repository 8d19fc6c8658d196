import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { makeKey } from '../../backend/test/api-key-client.ts';
import { listen } from '../../backend/test/doors/picture-server.ts';
import { openTestStudio } from '../../backend/test/test-studio.ts';
import { leftOutUnless, NO_PYTHON } from '../lib/left-out.ts';
import { ROOT } from '../lib/paths.ts';

const run = promisify(execFile);

/** The block of docs/api-examples.md behind a mark, word for word. */
async function blockOf(mark: string): Promise<string> {
  const text = await readFile(path.join(ROOT, 'docs', 'api-examples.md'), 'utf8');
  const block = new RegExp(`<!-- run: ${mark} -->\\n+\`\`\`\\w+\\n([^]*?)\`\`\``).exec(text)?.[1];
  if (block === undefined) throw new Error(`docs/api-examples.md has no block marked ${mark}`);
  return block;
}

/** The path of a Python to run the example with; undefined where the machine has none. */
async function findPython(): Promise<string | undefined> {
  try {
    const { stdout } = await run('python3', ['-c', 'import sys; print(sys.executable)']);
    return stdout.trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const python = await findPython();

async function open() {
  const studio = await openTestStudio({ pictures: createPicturePool({ threads: 1 }) });
  const url = await listen(studio);
  const session = await studio.user(10);
  const { secret } = await makeKey(studio, session);
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-examples-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const mug = { input: { create: { width: 140, height: 180, channels: 3, background: '#cc2222' } } } as const;
  await sharp({ create: { width: 320, height: 320, channels: 3, background: '#dddddd' } })
    .composite([{ ...mug, left: 90, top: 70 }])
    .png()
    .toFile(path.join(folder, 'mug.png'));
  const env = { PATH: process.env['PATH'], ATELIER: url, KEY: secret };
  const creditsOf = async () => (await studio.parts.credits.credits(session.account.id)).credits;
  return { folder, env, creditsOf };
}

test('the curl lines order a picture and fetch its results', async () => {
  const { folder, env, creditsOf } = await open();
  const script = await blockOf('curl');
  const { stdout } = await run('sh', ['-euc', script], { cwd: folder, env, timeout: 40_000 });
  expect(stdout).toContain('"credits":1');
  expect((await readFile(path.join(folder, 'result.zip'))).subarray(0, 2).toString()).toBe('PK');
  expect(await creditsOf()).toBe(9);
});

test('the TypeScript orders a picture and saves it', async () => {
  const { folder, env, creditsOf } = await open();
  await writeFile(path.join(folder, 'example.mts'), await blockOf('typescript'));
  const { stdout } = await run(process.execPath, ['example.mts'], { cwd: folder, env, timeout: 40_000 });
  expect(stdout.trim()).toBe('1 credit');
  const { width, format } = await sharp(await readFile(path.join(folder, 'mug-white.png'))).metadata();
  expect([width, format]).toEqual([320, 'png']);
  expect(await creditsOf()).toBe(9);
});

test.skipIf(python === undefined)(
  leftOutUnless(python !== undefined, 'the Python orders a picture and saves it', NO_PYTHON),
  async () => {
    const { folder, env, creditsOf } = await open();
    await writeFile(path.join(folder, 'example.py'), await blockOf('python'));
    const runExample = (key = env.KEY) =>
      run(python ?? 'python3', ['example.py'], {
        cwd: folder,
        env: { ...env, KEY: key },
        timeout: 40_000,
      });
    const { stdout } = await runExample();
    expect(stdout.trim()).toBe('1 credit');
    const { width, format } = await sharp(await readFile(path.join(folder, 'mug-white.png'))).metadata();
    expect([width, format]).toEqual([320, 'png']);
    expect(await creditsOf()).toBe(9);

    // The same order again is the same task, and a refusal is told by its code.
    await runExample();
    expect(await creditsOf()).toBe(9);
    await expect(runExample('atl_no')).rejects.toMatchObject({
      stderr: expect.stringMatching(/^api_key_malformed: /),
    });
  },
);
