import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAnswer, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { ResetPasswordPage } from './reset-password-page.tsx';

function open(at: string, answer: FakeAnswer = { data: { account: { id: 'user_1' } } }) {
  const requests = fakeServer({ 'POST /api/auth/reset': () => answer });
  renderPage(<ResetPasswordPage />, { path: '/reset-password', at });
  return requests;
}

const set = async (password: string) => {
  await userEvent.type(screen.getByLabelText('New password'), password);
  await userEvent.click(screen.getByRole('button', { name: 'Set it and sign in' }));
};

afterEach(tidyUp);

describe('ResetPasswordPage', () => {
  it('sends what stands behind the #, in no address, and leads into the studio', async () => {
    const requests = open('/reset-password#secret-token');
    await set('the new one');
    await waitFor(() => expect(screen.getByTestId('address').textContent).toBe('/'));
    const sent = requests.map(({ url, body }) => ({ url, body }));
    expect(sent).toEqual([
      { url: '/api/auth/reset', body: { token: 'secret-token', newPassword: 'the new one' } },
    ]);
  });

  it('says when a link is used up', async () => {
    open('/reset-password#used', { status: 403, code: 'reset_link_invalid', message: 'It has been used.' });
    await set('the new one');
    expect((await screen.findByRole('alert')).textContent).toContain('It has been used.');
    expect(screen.getByTestId('address').textContent).toBe('/reset-password');
  });

  it('sends nothing that breaks the rule for passwords', async () => {
    const requests = open('/reset-password#secret-token');
    await set('short');
    expect(screen.getByLabelText('New password').getAttribute('aria-invalid')).toBe('true');
    expect(requests).toEqual([]);
  });

  it('asks for no password when the link lost its end', () => {
    open('/reset-password');
    expect(screen.getByText('This link is not whole')).toBeTruthy();
    expect(screen.queryByLabelText('New password')).toBeNull();
  });
});
