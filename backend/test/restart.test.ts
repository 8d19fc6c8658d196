import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Task } from '@atelier/shared/contracts/task';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { openSqlite } from '../src/db/sqlite.ts';
import { eventually } from './test-studio.ts';

/** The real server's limits are in force here, so it is not asked all the time. */
const POLL_MS = 250;
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** A real server process on a free port of the loopback interface. */
class ServerProcess {
  readonly child: ChildProcess;
  readonly ready: Promise<string>;
  readonly exited: Promise<number | null>;

  constructor(dataDirectory: string) {
    const env = {
      ...process.env,
      NODE_ENV: 'development',
      DATA_DIR: dataDirectory,
      PORT: '0',
      LOG_LEVEL: 'warn',
    };
    this.child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    this.exited = new Promise((resolve) => this.child.on('exit', resolve));
    this.ready = new Promise((resolve, reject) => {
      this.child.stderr?.on('data', (chunk) => (output += chunk));
      this.child.stdout?.on('data', (chunk) => {
        output += chunk;
        const port = /ready: http:\/\/localhost:(\d+)/.exec(output)?.[1];
        if (port) resolve(`http://127.0.0.1:${port}`);
      });
      this.child.on('exit', () => reject(new Error(`the server ended: ${output}`)));
    });
    this.ready.catch(() => undefined);
  }
}

async function start(dataDirectory: string): Promise<{ server: ServerProcess; url: string }> {
  const server = new ServerProcess(dataDirectory);
  onTestFinished(() => void server.child.kill('SIGKILL'));
  return { server, url: await server.ready };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-restart-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function signIn(url: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'test@example.com', password: 'atelier-demo' }),
  });
  const { data } = (await answer.json()) as { data: { accessToken: string } };
  return { authorization: `Bearer ${data.accessToken}` };
}

async function product(): Promise<Blob> {
  const plain = (width: number, height: number, background: string) => ({
    create: { width, height, channels: 3 as const, background },
  });
  const picture = sharp(plain(640, 480, '#d8cfc0')).composite([{ input: plain(300, 340, '#a03020') }]);
  return new Blob([new Uint8Array(await picture.jpeg().toBuffer())], { type: 'image/jpeg' });
}

async function create(url: string, headers: Record<string, string>): Promise<Task> {
  const form = new FormData();
  form.set('taskType', 'basic_clean');
  form.set('files', await product(), 'product.jpg');
  const answer = await fetch(`${url}/api/tasks`, { method: 'POST', headers, body: form });
  return ((await answer.json()) as { data: Task }).data;
}

const read = async <T>(url: string, headers: Record<string, string>): Promise<T> =>
  ((await (await fetch(url, { headers })).json()) as { data: T }).data;

test('a server killed again and again in mid-task loses nothing and charges every task once', async () => {
  const folder = await makeFolder();
  const ids: string[] = [];
  for (let kill = 0; kill < 3; kill += 1) {
    const { server, url } = await start(folder);
    const headers = await signIn(url);
    ids.push((await create(url, headers)).id, (await create(url, headers)).id);
    await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 900));
    server.child.kill('SIGKILL');
    await server.exited;
  }
  const { server, url } = await start(folder);
  const headers = await signIn(url);
  for (const id of ids) {
    const task = await eventually(
      async () => {
        const found = await read<Task>(`${url}/api/tasks/${id}`, headers);
        return ['completed', 'failed'].includes(found.status) && found;
      },
      60_000,
      POLL_MS,
    );
    expect(task).toMatchObject({ status: 'completed', chargedCredits: 1 });
    expect(task.results).toHaveLength(3);
    for (const asset of task.results) expect((await fetch(`${url}${asset.url}`)).status).toBe(200);
  }
  expect(await read(`${url}/api/credits`, headers)).toMatchObject({ credits: 100 - ids.length, held: 0 });
  server.child.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  const database = await openSqlite({ path: path.join(folder, 'atelier.sqlite') });
  expect(await findViolations(database.read)).toEqual([]);
  await database.close();
}, 180_000);

test('a server told to stop ends within its time, and its running tasks are finished by the next one', async () => {
  const folder = await makeFolder();
  const first = await start(folder);
  const headers = await signIn(first.url);
  const tasks = [
    await create(first.url, headers),
    await create(first.url, headers),
    await create(first.url, headers),
  ];
  const startedAt = performance.now();
  first.server.child.kill('SIGTERM');
  expect(await first.server.exited).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(30_000);

  const second = await start(folder);
  const again = await signIn(second.url);
  for (const { id } of tasks) {
    await eventually(
      async () => (await read<Task>(`${second.url}/api/tasks/${id}`, again)).status === 'completed',
      60_000,
      POLL_MS,
    );
  }
  expect(await read(`${second.url}/api/credits`, again)).toMatchObject({ credits: 97, held: 0 });
}, 120_000);

test('a second server on the same data folder refuses to start and says why', async () => {
  const folder = await makeFolder();
  await start(folder);
  const second = new ServerProcess(folder);
  await expect(second.ready).rejects.toThrow(/already running with the data folder/);
  expect(await second.exited).toBe(1);
}, 60_000);

test('in production a missing or weak secret is refused by name and no demo account is made', async () => {
  const folder = await makeFolder();
  const run = (env: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const child = spawn(process.execPath, [MAIN], {
        env: { ...process.env, DATA_DIR: folder, PORT: '0', NODE_ENV: 'production', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          output += chunk;
          if (output.includes('ready')) resolve(output);
        });
      }
      child.on('exit', () => resolve(output));
    });
  expect(await run({})).toContain('JWT_SECRET must be set in production');
  expect(await run({ JWT_SECRET: 'short' })).toContain('JWT_SECRET must be 32 random bytes or more');
  const started = await run({ JWT_SECRET: 'k3J9x-Vb7Qw2Lz8Rt5Yp1Nc6Md4Hs0Gf-aUeOiPl' });
  expect(started).toContain('Atelier is ready');
  expect(started).not.toContain('atelier-demo');
}, 60_000);
