import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../browser-setup.ts';
import type { Language } from './texts.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Long enough for a machine that runs other things too; a hung page still ends the test. */
const ACTION_LIMIT_MS = 30_000;

export interface VisitorOptions {
  readonly address: string;
  readonly language: Language;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** One person at one browser: own cookies, own storage, and a list of everything that went wrong. */
export interface Visitor {
  readonly context: BrowserContext;
  /** Opens another tab of the same person. */
  readonly newPage: () => Promise<Page>;
  /** Troubles so far, and forgets them: console errors, page errors, failed requests, content policy violations. */
  readonly takeFaults: () => readonly string[];
  /** From now on faults that match are part of the plan. */
  readonly expectFault: (pattern: RegExp) => void;
  readonly close: () => Promise<void>;
}

export async function launchBrowser(): Promise<Browser> {
  const { executablePath } = await findBrowser();
  return await chromium.launch({ executablePath, args: FLAGS });
}

/**
 * What a healthy page leaves behind: a stranger's first question who is signed in is answered with 401, and a page
 * that is left, or a download that begins, aborts requests.
 */
const HEALTHY = [
  /^console error: Failed to load resource: .*401.*\/api\/auth\/(?:me|refresh)$/,
  /^request failed: net::ERR_ABORTED /,
];

export async function openVisitor(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: options.address,
    locale: options.language,
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport ?? { width: 1440, height: 900 },
    timezoneId: 'Asia/Shanghai',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(ACTION_LIMIT_MS);
  const expected = [...HEALTHY];
  let faults: string[] = [];
  const note = (fault: string): void => {
    if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') note(`console error: ${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (error) => note(`page error: ${error.error().stack ?? error.error().message}`));
  context.on('requestfailed', (request) =>
    note(`request failed: ${request.failure()?.errorText} ${request.method()} ${request.url()}`),
  );
  context.on('response', (response) => {
    if (response.status() >= 500) note(`answer ${response.status()}: ${response.url()}`);
  });
  return {
    context,
    newPage: () => context.newPage(),
    takeFaults: () => {
      const taken = faults;
      faults = [];
      return taken;
    },
    expectFault: (pattern) => expected.push(pattern),
    close: () => context.close(),
  };
}
