// The door of `npm start`, `npm test`, `npm run bench` and `npm run drill`. It runs on any Node ≥ 18 and needs nothing installed:
// it finds or fetches the Node and pnpm this project needs, installs when the manifests changed, and hands over.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMANDS = ['start', 'test', 'bench', 'drill'];
const NODE_MAJOR = 24;
const PNPM_MAJOR = 12;
/** Exact, so that npx answers from its own cache without asking the registry again. */
const FETCHED_NODE = '24.21.0';
const FETCHED_PNPM = '12.21.0';
const NETWORK_FAULT =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|network (?:request|error)|error sending request|dns error/i;
/** A second Ctrl-C this long after the first is a person who does not want to wait. */
const IMPATIENCE_MS = 2_000;
const PARENT_CHECK_MS = 500;

/** pnpm's own patience keeps a machine without a network waiting for minutes before it says so. */
const IMPATIENT_FETCHES = [
  '--config.fetch-retries=2',
  '--config.fetch-retry-mintimeout=1000',
  '--config.fetch-retry-maxtimeout=5000',
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isWindows = process.platform === 'win32';

function fail(message, log = '') {
  if (log.trim()) console.error(log.trim().split('\n').slice(-25).join('\n'));
  console.error(`\natelier: ${message}`);
  process.exit(1);
}

const majorOf = (version) => Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);

/** Windows keeps tools behind .cmd files, which only a shell can start; no argument here comes from outside. */
function runQuietly(file, args, options = {}) {
  const needsShell = isWindows && !file.endsWith('.exe');
  const result = spawnSync(needsShell ? `"${file}"` : file, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: needsShell,
    ...options,
  });
  const log = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`;
  return {
    isOk: result.status === 0,
    status: result.status,
    signal: result.signal,
    stdout: (result.stdout ?? '').trim(),
    log,
  };
}

function environmentWith(binFolders) {
  const name = Object.keys(process.env).find((key) => key.toLowerCase() === 'path') ?? 'PATH';
  const path = [...binFolders, process.env[name] ?? ''].join(delimiter);
  return { ...process.env, [name]: path };
}

function runtimeOfThisMachine() {
  if (majorOf(process.version) < NODE_MAJOR) return null;
  const environment = environmentWith([dirname(process.execPath)]);
  const pnpm = runQuietly('pnpm', ['--version'], { env: environment });
  if (!pnpm.isOk || majorOf(pnpm.stdout) < PNPM_MAJOR) return null;
  return { node: process.execPath, environment };
}

function runtimeFromNode(node) {
  // npm's `node` package lies beside the `.bin` folder that also holds pnpm.
  for (let folder = dirname(node); folder !== dirname(folder); folder = dirname(folder)) {
    const bin = join(folder, '.bin');
    if (existsSync(join(bin, isWindows ? 'pnpm.cmd' : 'pnpm'))) {
      return { node, environment: environmentWith([dirname(node), bin]) };
    }
  }
  return null;
}

function runtimeFetchedBefore(recordPath) {
  if (!existsSync(recordPath)) return null;
  const node = readFileSync(recordPath, 'utf8').trim();
  if (!existsSync(node) || runQuietly(node, ['--version']).stdout !== `v${FETCHED_NODE}`) return null;
  return runtimeFromNode(node);
}

function fetchRuntime(recordPath) {
  console.log(`atelier: fetching Node ${FETCHED_NODE} and pnpm ${FETCHED_PNPM} from npm (once) …`);
  const args = ['-y', '-p', `node@${FETCHED_NODE}`, '-p', `pnpm@${FETCHED_PNPM}`];
  args.push('-c', isWindows ? '"node -p process.execPath"' : 'node -p process.execPath');
  const environment = { ...process.env, npm_config_fetch_retry_mintimeout: '1000' };
  // npm names its own program file; going through it avoids an npx of another installation.
  const npxProgram = join(dirname(process.env.npm_execpath ?? ''), 'npx-cli.js');
  const result =
    process.env.npm_execpath && existsSync(npxProgram) && !isWindows
      ? runQuietly(process.execPath, [npxProgram, ...args], { env: environment })
      : runQuietly('npx', args, { env: environment });
  stopIfInterrupted(result);
  const node = result.stdout.split('\n').pop()?.trim() ?? '';
  const runtime = result.isOk && existsSync(node) ? runtimeFromNode(node) : null;
  if (!runtime) {
    const reason = NETWORK_FAULT.test(result.log) ? 'the npm registry could not be reached' : 'npx failed';
    fail(
      `Node ${NODE_MAJOR} and pnpm ${PNPM_MAJOR} are needed (this is Node ${process.version}) and ${reason}. ` +
        `Connect to the network once, or install Node ≥ ${NODE_MAJOR} and pnpm ≥ ${PNPM_MAJOR} yourself.`,
      result.log,
    );
  }
  mkdirSync(dirname(recordPath), { recursive: true });
  writeFileSync(recordPath, `${node}\n`);
  return runtime;
}

function findRuntime() {
  const recordPath = join(root, '.cache', 'node-path');
  return runtimeOfThisMachine() ?? runtimeFetchedBefore(recordPath) ?? fetchRuntime(recordPath);
}

/** Everything that decides what an installation holds; the platform because of prebuilt binaries. */
function installStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const manifests = ['.', 'frontend', 'backend', 'shared', 'scripts'].map((folder) =>
    join(folder, 'package.json'),
  );
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function installWhenNeeded({ environment }) {
  const stampPath = join(root, 'node_modules', '.atelier-install-stamp');
  const stamp = installStamp();
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return;
  console.log('atelier: installing packages (a minute the first time) …');
  const startedAt = Date.now();
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', ...IMPATIENT_FETCHES];
  // CI: without it pnpm asks before it replaces a folder made by another release, and nobody would answer.
  const result = runQuietly('pnpm', args, { env: { ...environment, CI: 'true' } });
  stopIfInterrupted(result);
  if (!result.isOk) {
    const reason = NETWORK_FAULT.test(result.log)
      ? 'The npm registry could not be reached: connect to the network once and start again.'
      : 'The messages above say why.';
    fail(`packages could not be installed. ${reason}`, result.log);
  }
  writeFileSync(stampPath, stamp);
  console.log(`atelier: packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

function stopIfInterrupted({ signal, status }) {
  if (signal) process.exit(128 + constants.signals[signal]);
  if (status === 128 + constants.signals.SIGINT) process.exit(status);
}

/**
 * A SIGTERM to npm (`docker stop`, a service manager) ends npm and its shell without reaching this process; being
 * handed to another parent is the only sign of it. Without npm a change of parent means nothing (nohup).
 */
function watchParent(onGone) {
  if (isWindows || !process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && onGone(), PARENT_CHECK_MS).unref();
}

/**
 * Runs the command in its own process group: a Ctrl-C reaches this process from the terminal and again from npm,
 * and only one of them may reach the child. The message channel is its lifeline: should this process be killed,
 * the child sees the channel close and stops by itself. Windows has no groups; there the console informs the child.
 */
function handOver(command, args, { node, environment }) {
  const child = spawn(node, [join(root, 'scripts', `${command}.ts`), ...args], {
    cwd: root,
    // Decoding and encoding share these threads with the file system; with the usual four, two pictures would hold
    // up every file that is served meanwhile. Read once, at the start of the process, so it cannot be set later.
    // Reading every module anew doubles the processor time of a start, so the compiled code is kept.
    env: {
      UV_THREADPOOL_SIZE: '16',
      NODE_COMPILE_CACHE: join(root, '.cache', 'compiled'),
      ...environment,
    },
    detached: !isWindows,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  let firstSignal = null;
  let firstSignalAt = 0;
  const pass = (signal) => {
    if (firstSignal === null) {
      firstSignal = signal;
      firstSignalAt = Date.now();
      if (!isWindows) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    } else if (!isWindows && child.pid && Date.now() - firstSignalAt > IMPATIENCE_MS) {
      process.kill(-child.pid, 'SIGKILL');
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pass(signal));
  watchParent(() => firstSignal === null && pass('SIGTERM'));
  child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (firstSignal === 'SIGINT') process.exit(128 + constants.signals.SIGINT);
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}

const [command = '', ...rest] = process.argv.slice(2);
if (!COMMANDS.includes(command)) {
  console.error(`usage: node scripts/launch.mjs <${COMMANDS.join(' | ')}> [arguments]`);
  process.exit(2);
}
const runtime = findRuntime();
installWhenNeeded(runtime);
handOver(command, rest, runtime);
