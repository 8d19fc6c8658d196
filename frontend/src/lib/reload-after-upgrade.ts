const LAST_RELOAD_KEY = 'atelier.reloaded-after-upgrade';
const ONE_MINUTE_MS = 60_000;

/**
 * After an upgrade of the server the parts this page has not loaded yet are gone under their old names. Loading the
 * page anew gets the new ones; at most once a minute, so that a broken server does not make it go round in circles, and
 * not without a line, when the browser could show nothing but its own error.
 */
export function reloadAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (!navigator.onLine) return;
    const lastMs = Number(sessionStorage.getItem(LAST_RELOAD_KEY) ?? 0);
    if (Date.now() - lastMs < ONE_MINUTE_MS) return;
    sessionStorage.setItem(LAST_RELOAD_KEY, String(Date.now()));
    event.preventDefault();
    window.location.reload();
  });
}
