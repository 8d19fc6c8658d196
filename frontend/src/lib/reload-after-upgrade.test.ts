import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reloadAfterUpgrade } from './reload-after-upgrade.ts';

const missPart = (): Event => {
  const event = new Event('vite:preloadError', { cancelable: true });
  window.dispatchEvent(event);
  return event;
};

describe('a part of the page that cannot be loaded', () => {
  const reload = vi.fn();
  reloadAfterUpgrade();
  beforeEach(() => {
    sessionStorage.clear();
    reload.mockClear();
    vi.spyOn(window.location, 'reload').mockImplementation(reload);
  });
  afterEach(() => void vi.restoreAllMocks());

  it('has the page loaded anew, once a minute at most', () => {
    expect(missPart().defaultPrevented).toBe(true);
    expect(missPart().defaultPrevented).toBe(false);
    expect(reload).toHaveBeenCalledOnce();
  });

  it('leaves the page standing while there is no line', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    expect(missPart().defaultPrevented).toBe(false);
    expect(reload).not.toHaveBeenCalled();
  });
});
