import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { queryKeys } from '../lib/query-keys.ts';
import { fakeServer, tidyUp } from '../testing/page-bench.tsx';
import { renderPart } from '../testing/render-part.tsx';
import { Gate } from './gate.tsx';

let isDown = false;
const account = {
  id: 'user_1',
  email: 'a@b.c',
  username: null,
  role: 'user',
  createdAt: '',
  membership: null,
};

const open = () =>
  renderPart(
    <Gate access="account">
      <input aria-label="a form" />
    </Gate>,
  );

beforeEach(() => {
  vi.useFakeTimers();
  fakeServer({
    'GET /api/auth/me': () =>
      isDown ? { status: 503, code: 'server_busy', message: 'Busy' } : { data: account },
  });
});
afterEach(() => {
  tidyUp();
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it('opens by itself when the server is there again', async () => {
  isDown = true;
  open();
  await pass(100);
  expect(screen.getByText('Busy', { exact: false })).toBeDefined();
  await pass(6_000);
  expect(screen.getByText('Busy', { exact: false })).toBeDefined();
  isDown = false;
  await pass(6_000);
  expect(screen.getByLabelText('a form')).toBeDefined();
});

it('leaves an open page open when the session cannot be read again', async () => {
  isDown = false;
  const { queryClient } = open();
  await pass(100);
  const form = screen.getByLabelText('a form');
  isDown = true;
  await act(async () => void queryClient.invalidateQueries({ queryKey: queryKeys.session }));
  await pass(100);
  expect(queryClient.getQueryState(queryKeys.session)?.status).toBe('error');
  expect(screen.getByLabelText('a form')).toBe(form);
});
