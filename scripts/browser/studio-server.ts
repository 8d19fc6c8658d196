import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulatorProcess } from '../lib/emulator-process.ts';
import { buildPageWhenNeeded } from '../lib/page-build.ts';
import { ROOT } from '../lib/paths.ts';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;

/** A running server with data of its own, as `npm start` gives it. */
export interface StudioServer {
  /** Without a slash at the end. */
  readonly address: string;
  /** Where the emulator listens that stands in for its vendors; undefined without one. */
  readonly emulatorUrl: string | undefined;
  /** Everything it printed so far, both streams. */
  readonly log: () => string;
  /** Stops it as Ctrl-C or a service manager does and removes its data. Rejects unless it ended with code 0. */
  readonly stop: () => Promise<void>;
}

/** Settings of the developer's own installation must not leak into the tests. */
function environmentFor(dataDirectory: string, emulatorUrl: string | undefined): NodeJS.ProcessEnv {
  const { PATH, HOME, SystemRoot, TEMP, TMPDIR, LD_LIBRARY_PATH, NODE_COMPILE_CACHE } = process.env;
  const inherited = { PATH, HOME, SystemRoot, TEMP, TMPDIR, LD_LIBRARY_PATH, NODE_COMPILE_CACHE };
  return {
    ...Object.fromEntries(Object.entries(inherited).filter(([, value]) => value !== undefined)),
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDirectory,
    LOG_LEVEL: 'warn',
    ...(emulatorUrl && { EMULATOR_URL: emulatorUrl }),
  };
}

/** Resolves with the address it prints; rejects with its words when it ends or stays silent. */
function addressOf(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => () => reject(new Error(`the server ${why}:\n${log()}`));
    const timer = setTimeout(fail('did not start in time'), START_LIMIT_MS);
    const look = (): void => {
      const found = /Atelier is ready: (http:\/\/\S+)/.exec(log());
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1]);
    };
    child.stdout?.on('data', look);
    child.once('error', reject);
    child.once('exit', fail('ended before it was ready'));
  });
}

/** Builds the page when it changed and starts the real server on a free port; `emulate` gives it every vendor. */
export async function startStudioServer({ emulate = false } = {}): Promise<StudioServer> {
  await buildPageWhenNeeded(ROOT);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'atelier-browser-'));
  const emulator = emulate ? await startEmulatorProcess(ROOT, (reason) => console.error(reason)) : undefined;
  const child = spawn(process.execPath, ['backend/src/main.ts'], {
    cwd: ROOT,
    env: environmentFor(dataDirectory, emulator?.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let words = '';
  const log = () => words;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      words += String(chunk);
    });
  }
  try {
    const address = await addressOf(child, log);
    const stop = async (): Promise<void> => {
      await stopServer(child, ended, { dataDirectory, log });
      emulator?.stop();
    };
    return { address, emulatorUrl: emulator?.url, log, stop };
  } catch (error) {
    emulator?.stop();
    child.kill('SIGKILL');
    await rm(dataDirectory, { recursive: true, force: true });
    throw error;
  }
}

async function stopServer(
  child: ChildProcess,
  ended: Promise<unknown[]>,
  { dataDirectory, log }: { dataDirectory: string; log: () => string },
): Promise<void> {
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  child.kill('SIGTERM');
  const [code, signal] = await ended;
  clearTimeout(killer);
  await rm(dataDirectory, { recursive: true, force: true });
  if (code !== 0)
    throw new Error(`the server ended with code ${String(code)}, signal ${String(signal)}:\n${log()}`);
}
