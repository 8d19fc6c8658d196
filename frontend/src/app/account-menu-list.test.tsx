import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeServer, tidyUp } from '../testing/page-bench.tsx';
import { renderPart } from '../testing/render-part.tsx';
import { AccountMenuList } from './account-menu-list.tsx';

afterEach(tidyUp);

it('says when signing out failed', async () => {
  fakeServer({
    'GET /api/webhooks': () => ({ data: [] }),
    'POST /api/auth/logout': () => ({ status: 503, code: 'server_busy', message: 'Busy' }),
  });
  const account = {
    id: 'user_1',
    email: 'a@b.c',
    username: null,
    role: 'user',
    createdAt: '',
    membership: null,
  } as const;
  renderPart(
    <AccountMenuList account={account} opened onChange={vi.fn()}>
      <button type="button">menu</button>
    </AccountMenuList>,
  );
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  expect((await screen.findByRole('alert')).textContent).toContain('You are still signed in');
});
