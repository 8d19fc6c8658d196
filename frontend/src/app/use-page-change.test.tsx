import { act, fireEvent, render, screen } from '@testing-library/react';
import { Link, MemoryRouter, Outlet, Route, Routes, useNavigate } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usePageChange } from './use-page-change.ts';

function Frame() {
  usePageChange();
  const navigate = useNavigate();
  return (
    <>
      <button type="button" onClick={() => void navigate(-1)}>
        back
      </button>
      {['/list', '/other', '/list?view=b', '/other#part', '/form'].map((to) => (
        <Link key={to} to={to}>
          {to}
        </Link>
      ))}
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}

/** The browser's scrolling: no further than what is drawn. */
const view = { top: 0, tallest: 2_000 };
let onResize: () => void = () => undefined;
const go = (name: string) => fireEvent.click(screen.getByText(name));
const scrollBy = (top: number) => {
  view.top = top;
  window.dispatchEvent(new Event('scroll'));
};

beforeEach(() => {
  Object.assign(view, { top: 0, tallest: 2_000 });
  vi.spyOn(window, 'scrollY', 'get').mockImplementation(() => view.top);
  vi.spyOn(window, 'scrollTo').mockImplementation((...[, top]: unknown[]) => {
    view.top = Math.min(Number(top), view.tallest);
  });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: () => void) {
        onResize = callback;
      }
      observe(): void {}
      disconnect(): void {
        onResize = () => undefined;
      }
    },
  );
  render(
    <MemoryRouter initialEntries={['/list']}>
      <Routes>
        <Route element={<Frame />}>
          <Route path="/form" element={<input ref={(input) => input?.focus()} aria-label="name" />} />
          <Route path="*" element={<p>page</p>} />
        </Route>
      </Routes>
    </MemoryRouter>,
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a change of page', () => {
  it('begins at the top, with the focus on the page', () => {
    scrollBy(800);
    screen.getByText('/other').focus();
    go('/other');
    expect(view.top).toBe(0);
    expect(document.activeElement?.id).toBe('main');
  });

  it('leaves the focus with a field that took it', () => {
    go('/form');
    expect(document.activeElement).toBe(screen.getByLabelText('name'));
  });

  it('leads back to where the page was left', () => {
    scrollBy(800);
    go('/other');
    scrollBy(100);
    go('back');
    expect(view.top).toBe(800);
  });

  it('waits with that until enough is drawn, and not for somebody who scrolls', () => {
    scrollBy(800);
    go('/other');
    view.tallest = 300;
    go('back');
    expect(view.top).toBe(300);
    view.tallest = 2_000;
    act(() => onResize());
    expect(view.top).toBe(800);

    go('/other');
    view.tallest = 300;
    go('back');
    fireEvent.wheel(window);
    view.tallest = 2_000;
    act(() => onResize());
    expect(view.top).toBe(300);
  });

  it('leaves a part asked for, and another view of the same page, to the page', () => {
    scrollBy(800);
    go('/list?view=b');
    expect(view.top).toBe(800);
    go('/other#part');
    expect(view.top).toBe(800);
  });
});
