import type { LedgerEntry } from '@atelier/shared/contracts/credit';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { CreditsPage } from './credits-page.tsx';

const hold: LedgerEntry = {
  id: 2,
  taskId: 'task_1',
  taskNo: 'T20261122-0001',
  taskType: 'basic_clean',
  attempt: 1,
  type: 'hold',
  amount: 2,
  change: -2,
  balanceBefore: 100,
  balanceAfter: 98,
  heldBefore: 0,
  heldAfter: 2,
  description: 'Set aside for the task',
  createdAt: '2026-11-22T06:00:00.000Z',
};
const settle: LedgerEntry = {
  ...hold,
  id: 3,
  type: 'settle',
  change: 0,
  balanceBefore: 98,
  heldBefore: 2,
  heldAfter: 0,
};
const grant: LedgerEntry = {
  ...hold,
  id: 1,
  taskId: null,
  taskNo: null,
  type: 'grant',
  amount: 100,
  change: 100,
};
const account = {
  id: 'user_1',
  email: 'test@example.com',
  username: null,
  role: 'user',
  createdAt: '2026-01-01T00:00:00.000Z',
  membership: {
    plan: 'Pro',
    startsAt: '2026-01-01T00:00:00.000Z',
    endsAt: '2027-01-01T12:00:00.000Z',
    active: true,
    creditsPerPeriod: 50,
    periodMonths: 1,
    nextCreditsAt: '2026-02-01T12:00:00.000Z',
    renewals: 0,
  },
};

const serve = (entries: readonly LedgerEntry[], total = entries.length) =>
  fakeServer({
    'GET /api/auth/me': () => ({ data: account }),
    'GET /api/credits': () => ({ data: { credits: 98, held: 2, totalEarned: 100, totalSpent: 0 } }),
    'GET /api/credits/transactions': ({ url }) => {
      const query = new URL(url, 'http://test').searchParams;
      const data = entries.filter(({ type }) => !query.has('type') || query.get('type') === type);
      const offset = Number(query.get('offset'));
      const count = query.has('type') ? data.length : total;
      return { data, pagination: { total: count, limit: 20, offset, hasMore: offset + 20 < count } };
    },
  });

const open = (at = '/credits') => renderPage(<CreditsPage />, { path: '/credits', at });
const rowTexts = () => screen.getAllByRole('row').map((row) => row.textContent ?? '');

afterEach(tidyUp);

describe('CreditsPage', () => {
  it('shows balance, held credits and membership', async () => {
    serve([hold]);
    open();
    await waitFor(() => expect(screen.getByText('Balance').parentElement?.textContent).toContain('98'));
    expect(screen.getByText('Held').parentElement?.textContent).toContain('2');
    expect(await screen.findByText('Pro · valid until Jan 1, 2027 · 50 credits on Feb 1, 2026')).toBeTruthy();
  });

  it('signs amounts by what they did to the balance, and leads to the receipt', async () => {
    serve([settle, hold, grant]);
    open();
    await screen.findByRole('table');
    expect(rowTexts()[1]).toContain('2 from hold');
    expect(rowTexts()[2]).toContain('-2');
    expect(rowTexts()[3]).toContain('+100');
    expect(screen.getAllByRole('link', { name: 'T20261122-0001' })[0]?.getAttribute('href')).toBe(
      '/tasks/task_1#receipt',
    );
  });

  it('keeps type and page in the address', async () => {
    const requests = serve([settle, hold, grant], 45);
    open('/credits?page=2');
    expect(await screen.findByText('21–40 of 45')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Older' }));
    expect(screen.getByTestId('address').textContent).toBe('/credits?page=3');
    fireEvent.change(screen.getByRole('combobox', { name: 'Type of entry' }), { target: { value: 'hold' } });
    expect(screen.getByTestId('address').textContent).toBe('/credits?type=hold');
    await waitFor(() => expect(requests.at(-1)?.url).toContain('type=hold'));
  });

  it('offers all types when one has no entries', async () => {
    serve([hold]);
    open('/credits?type=purchase');
    fireEvent.click(await screen.findByRole('button', { name: 'Show all types' }));
    expect(await screen.findByRole('table')).toBeTruthy();
    expect(screen.getByTestId('address').textContent).toBe('/credits');
  });
});
