import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

const GIVE_UP_AFTER_MS = 3_000;
const PERSON_SCROLLS = ['wheel', 'touchstart', 'keydown'] as const;

/** Goes where the page was left, as soon as what is drawn reaches so far; not against somebody who scrolls. */
function returnTo(top: number): () => void {
  const isThere = () => {
    window.scrollTo(0, top);
    return Math.abs(window.scrollY - top) < 2;
  };
  if (isThere()) return () => undefined;
  const observer = new ResizeObserver(() => isThere() && stop());
  const timer = setTimeout(() => stop(), GIVE_UP_AFTER_MS);
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const type of PERSON_SCROLLS) window.removeEventListener(type, stop);
  };
  observer.observe(document.body);
  for (const type of PERSON_SCROLLS) window.addEventListener(type, stop, { passive: true });
  return stop;
}

/**
 * Another page begins at its top, with the focus there for keyboards and screen readers; the way back leads to where
 * a page was left. A link to a part of a page is the page's own affair.
 */
export function usePageChange(): void {
  const { key, pathname, hash } = useLocation();
  const type = useNavigationType();
  const positions = useRef(new Map<string, number>());
  const shown = useRef(pathname);

  useEffect(() => {
    // The browser's own way goes before the page it belongs to is drawn. Over a reload it serves well.
    const setWay = (way: ScrollRestoration) => {
      history.scrollRestoration = way;
    };
    const onHide = () => setWay('auto');
    const onShow = () => setWay('manual');
    onShow();
    window.addEventListener('pagehide', onHide);
    window.addEventListener('pageshow', onShow);
    return () => {
      onHide();
      window.removeEventListener('pagehide', onHide);
      window.removeEventListener('pageshow', onShow);
    };
  }, []);

  useLayoutEffect(() => {
    const note = () => positions.current.set(key, window.scrollY);
    window.addEventListener('scroll', note, { passive: true });
    return () => window.removeEventListener('scroll', note);
  }, [key]);

  useLayoutEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (type === 'POP') return returnTo(positions.current.get(key) ?? 0);
    if (hash) return;
    window.scrollTo(0, 0);
    const main = document.getElementById('main');
    // A form may have taken the focus already.
    if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true });
  }, [key, pathname, hash, type]);
}
