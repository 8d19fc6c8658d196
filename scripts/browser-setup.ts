import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from './lib/run-command.ts';

export interface Browser {
  readonly executablePath: string;
}

const PROGRAM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APT_PACKAGES = ['chromium', 'fonts-noto-cjk'];
const APT_RETRY_AFTER_MS = 20_000;

/** Where Playwright keeps its own downloads (playwright.dev, "Browsers", section on managing binaries). */
function playwrightFolder(): string {
  const chosen = process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (chosen && chosen !== '0') return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/ms-playwright');
  if (process.platform === 'win32') return join(homedir(), 'AppData/Local/ms-playwright');
  return join(homedir(), '.cache/ms-playwright');
}

function playwrightCandidates(): readonly string[] {
  const folder = playwrightFolder();
  if (!existsSync(folder)) return [];
  const builds = readdirSync(folder).filter((name) => /^chromium(?:_headless_shell)?-\d+$/.test(name));
  const places = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
    'chrome-linux/headless_shell',
    'chrome-headless-shell-linux64/chrome-headless-shell',
  ];
  return builds
    .sort()
    .reverse()
    .flatMap((build) => places.map((place) => join(folder, build, place)));
}

function installedBrowser(): Browser | null {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => PROGRAM_NAMES.map((name) => join(folder, name)));
  const candidates = [
    ...PROGRAM_NAMES.map((name) => join('/usr/bin', name)),
    ...(process.platform === 'win32' ? [] : onPath),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ...playwrightCandidates(),
  ];
  const executablePath = candidates.find((path) => existsSync(path));
  return executablePath === undefined ? null : { executablePath };
}

/**
 * The Chromium that browser tests drive: `CHROMIUM_PATH` if set, else one that is installed.
 * Installs nothing; `setUpBrowser` does.
 * @throws when there is none, or when `CHROMIUM_PATH` names a file that does not exist.
 */
export async function findBrowser(): Promise<Browser> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH names ${chosen}, which does not exist`);
    return { executablePath: chosen };
  }
  const found = installedBrowser();
  if (!found) throw new Error('no Chromium found: install one, or name it in CHROMIUM_PATH');
  return found;
}

/** Runs a program and keeps its words; one that is not there counts as failed. */
async function attempt(file: string, args: readonly string[]): Promise<{ isOk: boolean; log: string }> {
  try {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { exitCode, output } = await runCommand(file, args, { mode: 'quiet', environment });
    return { isOk: exitCode === 0, log: output };
  } catch (error) {
    return { isOk: false, log: error instanceof Error ? error.message : String(error) };
  }
}

/** The words before `apt-get` that make it work here; null when it is not there or we may not. */
async function aptPrefix(): Promise<readonly string[] | null> {
  if (!existsSync('/usr/bin/apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  return (await attempt('sudo', ['-n', 'true'])).isOk ? ['sudo', '-n'] : null;
}

async function installWithApt(prefix: readonly string[]): Promise<{ isOk: boolean; log: string }> {
  const apt = async (args: readonly string[]) => {
    const [file = 'apt-get', ...rest] = [...prefix, 'apt-get', ...args];
    return await attempt(file, rest);
  };
  const install = async () => {
    const update = await apt(['update']);
    const result = await apt(['install', '-y', '--no-install-recommends', ...APT_PACKAGES]);
    return { isOk: result.isOk, log: update.log + result.log };
  };
  const first = await install();
  if (first.isOk) return first;
  // Another package manager run may hold the lock, or a mirror was just being renewed.
  await new Promise((resolve) => setTimeout(resolve, APT_RETRY_AFTER_MS));
  const second = await install();
  return { isOk: second.isOk, log: first.log + second.log };
}

async function installWithPlaywright(): Promise<{ isOk: boolean; log: string }> {
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json');
  return await attempt(process.execPath, [join(dirname(manifest), 'cli.js'), 'install', 'chromium']);
}

/** Without a Chinese font the zh-CN pages show empty boxes, and layout tests would prove nothing. */
async function hasChineseFont(): Promise<boolean> {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  const fonts = await attempt('fc-list', [':lang=zh', 'family']);
  return fonts.isOk && fonts.log.trim() !== '';
}

async function isReady(): Promise<boolean> {
  const browser = process.env.CHROMIUM_PATH ? await findBrowser() : installedBrowser();
  return browser !== null && (await hasChineseFont());
}

/**
 * Makes sure that a Chromium and a Chinese font are here: looks, then asks the system's package manager when it
 * may, then Playwright's own download. Quiet unless it fails.
 * @throws with the installers' words when there is still no browser or no font.
 */
export async function setUpBrowser(): Promise<Browser> {
  if (await isReady()) return await findBrowser();
  let log = '';
  const prefix = await aptPrefix();
  if (prefix) {
    console.log(`installing ${APT_PACKAGES.join(' and ')} with apt-get (once) …`);
    log += (await installWithApt(prefix)).log;
  }
  if (!process.env.CHROMIUM_PATH && !installedBrowser()) {
    console.log('fetching Chromium with Playwright (once) …');
    log += (await installWithPlaywright()).log;
  }
  if (await isReady()) return await findBrowser();
  const missing = installedBrowser() ? 'a Chinese font (such as fonts-noto-cjk)' : 'Chromium';
  const words = log.trim().split('\n').slice(-20).join('\n');
  throw new Error(`the browser tests need ${missing}, which could not be installed:\n${words}`);
}

if (import.meta.main) console.log((await setUpBrowser()).executablePath);
