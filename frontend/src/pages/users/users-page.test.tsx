import type { AdminUser } from '@atelier/shared/contracts/user';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAnswer, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { amountIn } from './credits-dialog.tsx';
import { UsersPage } from './users-page.tsx';

const anna: AdminUser = {
  id: 'user_1',
  email: 'anna@example.com',
  username: 'anna',
  role: 'user',
  isActive: true,
  createdAt: '2026-01-01T12:00:00.000Z',
  credits: 1200,
  held: 3,
  membership: {
    plan: 'Pro',
    startsAt: '2026-01-01T12:00:00.000Z',
    endsAt: '2027-01-01T12:00:00.000Z',
    active: true,
    creditsPerPeriod: 0,
    periodMonths: 1,
    nextCreditsAt: null,
    renewals: 0,
  },
};
const ben: AdminUser = {
  ...anna,
  id: 'user_2',
  email: 'ben@example.com',
  username: null,
  isActive: false,
  membership: null,
};
const self: AdminUser = { ...anna, id: 'user_3', email: 'me@example.com', username: 'me', role: 'operator' };

function open(answer: FakeAnswer = { data: anna }, at = '/users') {
  const list = [anna, ben, self];
  const requests = fakeServer({
    'GET /api/auth/me': () => ({ data: { id: self.id } }),
    'GET /api/admin/users': ({ url }) => {
      const query = new URL(url, 'http://test').searchParams;
      const data = list.filter(
        ({ email, role, isActive }) =>
          email.includes(query.get('search') ?? '') &&
          role === (query.get('role') ?? role) &&
          isActive === (query.has('state') ? query.get('state') === 'active' : isActive),
      );
      return { data, pagination: { total: data.length, limit: 20, offset: 0, hasMore: false } };
    },
    'PATCH /api/admin/users/user_1': () => answer,
    'PATCH /api/admin/users/user_2': () => answer,
    'POST /api/admin/credits/adjustments': () => answer,
    'POST /api/admin/users/user_1/reset-link': () => answer,
    'GET /api/admin/users/user_1/changes': () => answer,
  });
  renderPage(<UsersPage />, { path: '/users', at });
  return requests;
}

const rowOf = async (email: string) => {
  const rows = await screen.findAllByRole('row');
  const row = rows.find(({ textContent }) => textContent?.includes(email));
  if (!row) throw new Error(`no row of ${email}`);
  return within(row);
};
const choose = async (email: string, item: string) => {
  fireEvent.click(await screen.findByRole('button', { name: `Actions for ${email}` }));
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
};
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

afterEach(tidyUp);

describe('UsersPage', () => {
  it('shows what each account has and how it stands', async () => {
    open();
    const row = await rowOf('anna@example.com');
    expect(row.getByText('1,200')).toBeTruthy();
    expect(row.getByText('3 held')).toBeTruthy();
    expect(row.getByText('Pro until Jan 1, 2027')).toBeTruthy();
    expect((await rowOf('ben@example.com')).getByText('Switched off')).toBeTruthy();
    await waitFor(async () => expect((await rowOf('me@example.com')).getByText('You')).toBeTruthy());
    expect(screen.getByText('3 accounts')).toBeTruthy();
  });

  it('narrows the list down, keeps the filter in the address, and leads out of an empty one', async () => {
    open();
    await rowOf('anna@example.com');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'ben' } });
    await waitFor(() => expect(screen.queryByText('anna@example.com')).toBeNull());
    expect(screen.getByTestId('address').textContent).toBe('/users?search=ben');
    type('Role', 'operator');
    expect(await screen.findByText('No account matches')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    await rowOf('anna@example.com');
    type('State', 'disabled');
    await waitFor(() => expect(screen.queryByText('anna@example.com')).toBeNull());
    expect(screen.getByTestId('address').textContent).toBe('/users?state=disabled');
  });

  it('opens with the filter of its address', async () => {
    open({}, '/users?role=operator&state=nonsense');
    await rowOf('me@example.com');
    expect(screen.queryByText('anna@example.com')).toBeNull();
  });

  it('switches off after a question, and says why it may not', async () => {
    const requests = open({ status: 409, code: 'operator_last', message: 'The last active operator.' });
    await choose('anna@example.com', 'Switch off');
    const dialog = within(await screen.findByRole('dialog', { name: 'Switch off anna@example.com?' }));
    expect(requests.some(({ method }) => method === 'PATCH')).toBe(false);
    fireEvent.click(dialog.getByRole('button', { name: 'Switch off' }));
    expect(await dialog.findByText(/The last active operator\./)).toBeTruthy();
    expect(requests.find(({ method }) => method === 'PATCH')?.body).toEqual({ isActive: false });
  });

  it('switches on and gives the role', async () => {
    const requests = open();
    await choose('ben@example.com', 'Switch on');
    fireEvent.click(await screen.findByRole('button', { name: 'Switch on' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await choose('anna@example.com', 'Make an operator');
    fireEvent.click(await screen.findByRole('button', { name: 'Make an operator' }));
    await waitFor(() =>
      expect(requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([
        { isActive: true },
        { role: 'operator' },
      ]),
    );
  });

  it('offers nobody to switch off or demote himself', async () => {
    open();
    await waitFor(async () => expect((await rowOf('me@example.com')).getByText('You')).toBeTruthy());
    fireEvent.click(await screen.findByRole('button', { name: 'Actions for me@example.com' }));
    await screen.findByRole('menuitem', { name: 'Give or correct credits' });
    expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual([
      'Give or correct credits',
      'See memberships',
      'Make a password link',
      'See what was changed',
    ]);
  });

  it('leads to the memberships of the account', async () => {
    open();
    await choose('anna@example.com', 'See memberships');
    expect(screen.getByTestId('address').textContent).toBe('/memberships?search=anna%40example.com');
  });

  it('books credits with a reason, says before what comes of it, and repeats a lost wish with the same key', async () => {
    const requests = open({ status: 503, code: 'server_busy', message: 'Busy' });
    await choose('anna@example.com', 'Give or correct credits');
    const book = await screen.findByRole('button', { name: 'Book it' });
    fireEvent.click(book);
    expect(screen.getByText('A whole number other than 0, at most 1,000,000.')).toBeTruthy();
    expect(screen.getByText('At least 3 characters.')).toBeTruthy();
    type('Credits to give', '-200');
    expect(screen.getByText('Balance now: 1,200, afterwards 1,000')).toBeTruthy();
    type('Reason', ' counted twice ');
    fireEvent.click(book);
    expect(await screen.findByText('Busy')).toBeTruthy();
    fireEvent.click(book);
    const posts = () => requests.filter(({ method }) => method === 'POST');
    await waitFor(() => expect(posts()).toHaveLength(2));
    expect(posts()[0]?.body).toEqual({ userId: 'user_1', amount: -200, reason: 'counted twice' });
    const keys = posts().map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
  });

  it('shows a password link once, to be copied', async () => {
    const url = 'https://studio.example.com/reset-password#secret-token';
    open({ status: 201, data: { url, expiresAt: '2026-12-01T12:00:00.000Z' } });
    await choose('anna@example.com', 'Make a password link');
    fireEvent.click(await screen.findByRole('button', { name: 'Make the link' }));
    expect(await screen.findByText(url)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy the link' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByText(url)).toBeNull());
  });
});

describe('the record of changes', () => {
  const change = (id: string, field: string, newValue: string | null, changedBy: string | null) => ({
    ...{ id, field, oldValue: null, newValue, changedBy },
    createdAt: '2026-11-20T12:00:00.000Z',
  });

  it('tells what was changed, when and by whom', async () => {
    const pagination = { total: 5, limit: 20, offset: 0, hasMore: false };
    const data = [
      change('5', 'password', null, anna.email),
      change('4', 'reset_link', '2026-11-21T12:00:00.000Z', self.email),
      change('3', 'is_active', 'disabled', self.email),
      change('2', 'role', 'operator', null),
      change('1', 'created', 'user', null),
    ];
    open({ data, pagination });
    await choose('anna@example.com', 'See what was changed');
    const rows = await within(await screen.findByRole('dialog')).findAllByRole('listitem');
    const words = rows.map(({ textContent }) =>
      textContent?.replaceAll(/Nov \d+, 2026, \d+:\d+.[AP]M/g, '…'),
    );
    expect(words).toEqual([
      'Password changed… · by the owner',
      `Password link made, until …… · ${self.email}`,
      `Switched off… · ${self.email}`,
      'Became an operator… · on the command line',
      'Account made… · on the command line',
    ]);
  });
});

describe('amountIn', () => {
  it.each([
    ['12', 12],
    [' +5 ', 5],
    ['-7', -7],
    ['−7', -7],
    ['0', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['', undefined],
    ['1000001', undefined],
    ['-1000000', -1_000_000],
  ])('reads %j as %s', (typed, amount) => {
    expect(amountIn(typed)).toBe(amount);
  });
});
