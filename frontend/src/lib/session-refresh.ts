import type { PathWith } from './api-types.ts';
import { currentLocale } from './locale.ts';

const LOCK_NAME = 'atelier.session-refresh';
const REFRESHED_AT_KEY = 'atelier.session-refreshed-at';

let inFlight: Promise<boolean> | undefined;

function lastRefreshMs(): number {
  try {
    return Number(localStorage.getItem(REFRESHED_AT_KEY) ?? 0);
  } catch (error) {
    console.warn('Other tabs cannot be asked about the session', error);
    return 0;
  }
}

function noteRefresh(): void {
  try {
    localStorage.setItem(REFRESHED_AT_KEY, String(Date.now()));
  } catch (error) {
    console.warn('Other tabs cannot be told about the session', error);
  }
}

/** @throws TypeError when the server cannot be reached: that is no reason to sign anybody out. */
async function askServer(): Promise<boolean> {
  const response = await fetch('/api/auth/refresh' satisfies PathWith<'post'>, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': currentLocale() },
    body: '{}',
  });
  if (response.ok) noteRefresh();
  if (response.status >= 500 || response.status === 429)
    throw new TypeError(`refresh answered ${response.status}`);
  return response.ok;
}

/** Rotation makes a second refresh with the same token look like theft, so tabs take turns. */
async function refreshInTurn(neededSinceMs: number): Promise<boolean> {
  const run = async () => (lastRefreshMs() > neededSinceMs ? true : askServer());
  return navigator.locks ? await navigator.locks.request(LOCK_NAME, run) : await run();
}

/**
 * Renews the session once for all requests of all tabs that need it.
 * @param neededSinceMs when the refused request was sent; a later refresh by another tab already helps it.
 * @returns false when the session is over.
 */
export function refreshSession(neededSinceMs: number): Promise<boolean> {
  inFlight ??= refreshInTurn(neededSinceMs).finally(() => {
    inFlight = undefined;
  });
  return inFlight;
}
