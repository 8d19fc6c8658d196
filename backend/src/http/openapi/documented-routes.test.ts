import { expect, test } from 'vitest';
import { listRoutes } from '../../../test/list-routes.ts';
import { openTestStudio } from '../../../test/test-studio.ts';
import { DOCUMENTED_ROUTES } from './documented-routes.ts';

test('every mounted route is documented and every documented route is mounted', async () => {
  const { app } = await openTestStudio({ work: false });
  // The page routes by itself: every address without a dot that is nothing else is its document.
  const page = 'get /{path}';
  const all = listRoutes(app).map(({ method, path }) => `${method} ${path}`);
  expect(all).toContain(page);
  const mounted = all.filter((route) => route !== page);
  const documented = DOCUMENTED_ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect(mounted.length).toBeGreaterThan(20);
  expect(mounted.sort()).toEqual(documented.sort());
});
