import type { AdminMembership } from '@atelier/shared/contracts/membership';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAnswer, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { MembershipsPage } from './memberships-page.tsx';

const running: AdminMembership = {
  id: 'mem_1',
  userId: 'user_1',
  email: 'anna@example.com',
  plan: 'Pro',
  startsAt: '2026-01-01T12:00:00.000Z',
  endsAt: '2027-01-01T12:00:00.000Z',
  active: true,
  creditsPerPeriod: 50,
  periodMonths: 1,
  nextCreditsAt: '2026-12-01T12:00:00.000Z',
  renewals: 1,
  grantedBy: 'user_operator',
  createdAt: '2026-01-01T12:00:00.000Z',
};
const ended = { ...running, id: 'mem_0', email: 'ben@example.com', active: false, nextCreditsAt: null };

function open(list: readonly AdminMembership[], answer: FakeAnswer = { status: 201, data: running }) {
  const requests = fakeServer({
    'GET /api/admin/memberships': ({ url }) => {
      const search = new URL(url, 'http://test').searchParams.get('search') ?? '';
      const data = list.filter(({ email }) => email.includes(search));
      return { data, pagination: { total: data.length, limit: 20, offset: 0, hasMore: false } };
    },
    'POST /api/admin/memberships': () => answer,
    'POST /api/admin/memberships/mem_1/renew': () => answer,
    'POST /api/admin/memberships/mem_1/end': () => ({ data: { ...running, active: false } }),
  });
  renderPage(<MembershipsPage />, { path: '/memberships', at: '/memberships' });
  return requests;
}

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

afterEach(tidyUp);

describe('MembershipsPage', () => {
  it('tells how each membership stands, and offers nothing for one that is over', async () => {
    open([running, ended]);
    expect(await screen.findByText('anna@example.com')).toBeTruthy();
    expect(screen.getByText('50 credits a month · next on Dec 1, 2026 · renewed once')).toBeTruthy();
    expect(screen.getByText('Ended')).toBeTruthy();
    expect(screen.getAllByRole('button', { name: /^Renew/ })).toHaveLength(1);
  });

  it('searches by e-mail', async () => {
    open([running, ended]);
    await screen.findByText('anna@example.com');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'ben' } });
    await waitFor(() => expect(screen.queryByText('anna@example.com')).toBeNull());
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nobody' } });
    expect(await screen.findByText('No membership matches')).toBeTruthy();
  });

  it('gives a membership, says before what it brings, and repeats a lost wish with the same key', async () => {
    const requests = open([], { status: 503, code: 'server_busy', message: 'Busy' });
    fireEvent.click(await screen.findByRole('button', { name: 'Give a membership' }));
    await screen.findByLabelText('E-mail or user id');
    type('E-mail or user id', 'anna@example.com');
    type('Plan', 'Pro');
    type('Credits per period', '50');
    expect(screen.getByText(/50 credits at the beginning of each of 12 periods, 600 in all/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Give it' }));
    expect(await screen.findByText('Busy')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Give it' }));
    const posts = () => requests.filter(({ method }) => method === 'POST');
    await waitFor(() => expect(posts()).toHaveLength(2));
    expect(posts()[0]?.body).toEqual({
      email: 'anna@example.com',
      plan: 'Pro',
      months: 12,
      creditsPerPeriod: 50,
      periodMonths: 1,
    });
    const keys = posts().map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
  });

  it('sends nothing while a field is wrong', async () => {
    const requests = open([]);
    fireEvent.click(await screen.findByRole('button', { name: 'Give a membership' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Give it' }));
    expect(screen.getByText('Name the account.')).toBeTruthy();
    expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('renews and ends after a question', async () => {
    const requests = open([running]);
    fireEvent.click(await screen.findByRole('button', { name: 'Renew the membership of anna@example.com' }));
    expect(await screen.findByText('It ends on Jan 1, 2027; the new time begins there.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Renew' }));
    await waitFor(() =>
      expect(requests.find(({ method }) => method === 'POST')?.body).toEqual({ months: 12 }),
    );
    fireEvent.click(screen.getByRole('button', { name: 'End the membership of anna@example.com' }));
    fireEvent.click(await screen.findByRole('button', { name: 'End it' }));
    await waitFor(() => expect(requests.some(({ url }) => url.endsWith('/mem_1/end'))).toBe(true));
  });
});
