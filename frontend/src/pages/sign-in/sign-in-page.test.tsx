import type { About } from '@atelier/shared/contracts/about';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { queryKeys } from '../../lib/query-keys.ts';
import { fakeServer, tidyUp } from '../../testing/page-bench.tsx';
import { renderPart } from '../../testing/render-part.tsx';
import { RegisterPage } from '../register/register-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

const account = { id: 'user_1', email: 'test@example.com', username: 'testuser' };
/** An installation as a developer sees it, but for what a test is about. */
const about = (different: Partial<About> = {}) => ({
  'GET /api/about': () => ({ data: { demo: true, registration: 'open', contact: null, ...different } }),
});

afterEach(tidyUp);

describe('SignInPage', () => {
  it('signs in with the demo account in two clicks', async () => {
    const requests = fakeServer({
      ...about(),
      'POST /api/auth/login': () => ({ data: { account } }),
    });
    const { queryClient } = renderPart(<SignInPage />, '/sign-in');
    await userEvent.click(await screen.findByRole('button', { name: 'Fill in the demo account' }));
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(queryClient.getQueryData(queryKeys.session)).toEqual(account));
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('asks for empty fields without asking the server', async () => {
    const requests = fakeServer(about());
    renderPart(<SignInPage />, '/sign-in');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(screen.getAllByText('Please fill this in.')).toHaveLength(2);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('E-mail address')));
    expect(requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('shows a refusal where the form is', async () => {
    fakeServer({
      ...about(),
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

describe('an installation whose accounts the operator makes', () => {
  const closed = about({ demo: false, registration: 'closed', contact: 'mailto:help@shop.example' });

  it('leads nobody to a form that would be refused, and says whom to ask', async () => {
    fakeServer(closed);
    renderPart(<SignInPage />, '/sign-in');
    expect(await screen.findByText(/Accounts are made by the operator here/)).toBeDefined();
    expect(screen.queryByRole('link', { name: 'Create an account' })).toBeNull();
    expect(screen.queryByText(/Demo account/)).toBeNull();
    const contact = screen.getByRole('link', { name: 'help@shop.example' });
    expect(contact.getAttribute('href')).toBe('mailto:help@shop.example');
  });

  it('shows no form to register either', async () => {
    fakeServer(closed);
    renderPart(<RegisterPage />, '/register');
    expect(await screen.findByRole('link', { name: 'help@shop.example' })).toBeDefined();
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeDefined();
  });
});

describe('RegisterPage', () => {
  it('puts a taken address beside its field', async () => {
    fakeServer({
      ...about(),
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
