import { fireEvent, screen } from '@testing-library/react';
import { lazy } from 'react';
import { Link, Route, Routes } from 'react-router';
import { afterEach, expect, it, vi } from 'vitest';
import type { PageRoute } from '../routes.tsx';
import { fakeServer, tidyUp } from '../testing/page-bench.tsx';
import { renderPart } from '../testing/render-part.tsx';
import { RoutePage } from './app.tsx';

const route = (path: string, Page: () => string): PageRoute => ({
  path,
  title: 'title.errors',
  access: 'anyone',
  Page: lazy(async () => ({ default: Page })),
});

afterEach(tidyUp);

it('a page that broke leaves the next one whole', async () => {
  fakeServer({ 'GET /api/auth/me': () => ({ status: 401, code: 'sign_in_required' }) });
  vi.spyOn(console, 'error').mockReturnValue();
  const broken = route('/broken', () => {
    throw new Error('broken');
  });
  const whole = route('/whole', () => 'all is well');
  renderPart(
    <>
      <Link to="/whole">on</Link>
      <Routes>
        {[broken, whole].map((each) => (
          <Route key={each.path} path={each.path} element={<RoutePage route={each} />} />
        ))}
      </Routes>
    </>,
    '/broken',
  );
  await screen.findByText('Something broke on this page');
  fireEvent.click(screen.getByText('on'));
  expect(await screen.findByText('all is well')).toBeDefined();
});
