import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAnswer, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { AccountPage } from './account-page.tsx';

const account = {
  id: 'user_1',
  email: 'anna@example.com',
  username: 'anna',
  role: 'operator',
  createdAt: '2026-01-01T12:00:00.000Z',
  membership: null,
};

async function open(answer: FakeAnswer) {
  const requests = fakeServer({
    'GET /api/auth/me': () => ({ data: account }),
    'POST /api/auth/password': () => answer,
  });
  renderPage(<AccountPage />, { path: '/account', at: '/account' });
  await screen.findByText('anna@example.com');
  return () => requests.filter(({ method }) => method === 'POST');
}

const fill = async (current: string, next: string) => {
  await userEvent.type(screen.getByLabelText('Current password'), current);
  await userEvent.type(screen.getByLabelText('New password'), next);
  await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
};

afterEach(tidyUp);

describe('AccountPage', () => {
  it('says who one is, changes the password and keeps none of it in the form', async () => {
    const posts = await open({ data: { account } });
    expect(screen.getByText('Operator')).toBeTruthy();
    await fill('the old one', 'the new one');
    expect(await screen.findByText(/You are signed out everywhere else\./)).toBeTruthy();
    expect(posts().map(({ body }) => body)).toEqual([
      { currentPassword: 'the old one', newPassword: 'the new one' },
    ]);
    for (const label of ['Current password', 'New password'])
      expect(screen.getByLabelText<HTMLInputElement>(label).value).toBe('');
  });

  it('puts a wrong current password beside its field, with the focus', async () => {
    await open({ status: 403, code: 'current_password_wrong', message: 'The current password is wrong.' });
    await fill('a guess', 'the new one');
    expect(await screen.findByText('The current password is wrong.')).toBeTruthy();
    const field = screen.getByLabelText('Current password');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('sends nothing while a password is missing or too short', async () => {
    const posts = await open({ data: { account } });
    await fill('the old one', 'short');
    const field = screen.getByLabelText('New password');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(posts()).toEqual([]);
  });

  it('tells of too many guesses above the form', async () => {
    await open({ status: 429, code: 'sign_in_limited', message: 'Please try again in 15 minutes.' });
    await fill('a guess', 'the new one');
    expect((await screen.findByRole('alert')).textContent).toContain('15 minutes');
  });
});
