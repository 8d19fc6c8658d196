import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { queryKeys } from '../../lib/query-keys.ts';
import { fakeServer, tidyUp } from '../../testing/page-bench.tsx';
import { renderPart } from '../../testing/render-part.tsx';
import { RegisterPage } from '../register/register-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

const account = { id: 'user_1', email: 'test@example.com', username: 'testuser' };
const ready = () => ({ data: { ready: true, demo: true } });

afterEach(tidyUp);

describe('SignInPage', () => {
  it('signs in with the demo account in two clicks', async () => {
    const requests = fakeServer({
      'GET /readyz': ready,
      'POST /api/auth/login': () => ({ data: { account } }),
    });
    const { queryClient } = renderPart(<SignInPage />, '/sign-in');
    await userEvent.click(await screen.findByRole('button', { name: 'Fill in the demo account' }));
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(queryClient.getQueryData(queryKeys.session)).toEqual(account));
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('asks for empty fields without asking the server', async () => {
    const requests = fakeServer({ 'GET /readyz': ready });
    renderPart(<SignInPage />, '/sign-in');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(screen.getAllByText('Please fill this in.')).toHaveLength(2);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('E-mail address')));
    expect(requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('shows a refusal where the form is', async () => {
    fakeServer({
      'GET /readyz': ready,
      'POST /api/auth/login': () => ({
        status: 401,
        code: 'credentials_wrong',
        message: 'E-mail or password is wrong.',
      }),
    });
    renderPart(<SignInPage />, '/sign-in');
    await userEvent.type(screen.getByLabelText('E-mail address'), 'a@b.example');
    await userEvent.type(screen.getByLabelText('Password'), 'wrong-one');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toContain('E-mail or password is wrong.');
  });
});

describe('RegisterPage', () => {
  it('puts a taken address beside its field', async () => {
    fakeServer({
      'POST /api/auth/register': () => ({
        status: 409,
        code: 'email_taken',
        message: 'This address is taken.',
      }),
    });
    renderPart(<RegisterPage />, '/register');
    await userEvent.type(screen.getByLabelText('E-mail address'), 'a@b.example');
    await userEvent.type(screen.getByLabelText('User name'), 'somebody');
    await userEvent.type(screen.getByLabelText('Password'), 'short');
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }));
    expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBe('true');
    await userEvent.type(screen.getByLabelText('Password'), '-but-longer');
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }));
    expect(await screen.findByText('This address is taken.')).toBeDefined();
    expect(screen.getByLabelText('E-mail address').getAttribute('aria-invalid')).toBe('true');
  });
});
