import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryKeys } from '../../lib/query-keys.ts';
import { fakeServer, tidyUp } from '../../testing/page-bench.tsx';
import { renderPart } from '../../testing/render-part.tsx';
import { useOtherTabs } from './other-tabs.ts';
import { useSession, useSignOut } from './use-session.ts';

const KEY = 'atelier.account';
const accountOf = (id: string) => ({
  id,
  email: `${id}@b.c`,
  username: null,
  role: 'user',
  membership: null,
});

function Tab() {
  const { data } = useSession();
  const signOut = useSignOut();
  useOtherTabs(data);
  return (
    <>
      <p>{data === undefined ? 'asking' : (data?.id ?? 'nobody')}</p>
      <button type="button" onClick={() => signOut.mutate()}>
        leave
      </button>
    </>
  );
}

let signedIn: string | null;

/** What another tab wrote down; it also holds the cookie that all share. */
const noteElsewhere = (accountId: string) => {
  signedIn = accountId || null;
  localStorage.setItem(KEY, accountId);
};
const tell = () => act(async () => void window.dispatchEvent(new StorageEvent('storage', { key: KEY })));

async function open() {
  fakeServer({
    'GET /api/auth/me': () =>
      signedIn ? { data: accountOf(signedIn) } : { status: 401, code: 'sign_in_required' },
    'POST /api/auth/refresh': () => ({ status: 401, code: 'sign_in_required' }),
    'POST /api/auth/logout': () => ({ data: null }),
  });
  const { queryClient } = renderPart(<Tab />);
  await waitFor(() => expect(screen.queryByText('asking')).toBeNull());
  queryClient.setQueryData(queryKeys.credits, { credits: 5 });
  return queryClient;
}

beforeEach(() => {
  localStorage.clear();
  signedIn = 'user_1';
});
afterEach(tidyUp);

describe('another tab', () => {
  it('that signs out signs this one out, with all it had read', async () => {
    const queryClient = await open();
    noteElsewhere('');
    await tell();
    expect(await screen.findByText('nobody')).toBeDefined();
    expect(queryClient.getQueryData(queryKeys.credits)).toBeUndefined();
  });

  it('in which another person signs in brings this one to them, without what the first had read', async () => {
    const queryClient = await open();
    noteElsewhere('user_2');
    await tell();
    expect(await screen.findByText('user_2')).toBeDefined();
    expect(queryClient.getQueryData(queryKeys.credits)).toBeUndefined();
    expect(localStorage.getItem(KEY)).toBe('user_2');
  });

  it('in which the same person signs in again changes nothing', async () => {
    const queryClient = await open();
    noteElsewhere('user_1');
    await tell();
    expect(screen.getByText('user_1')).toBeDefined();
    expect(queryClient.getQueryData(queryKeys.credits)).toBeDefined();
  });

  it('lets a tab in that waits for a sign-in', async () => {
    signedIn = null;
    await open();
    expect(screen.getByText('nobody')).toBeDefined();
    noteElsewhere('user_1');
    await tell();
    expect(await screen.findByText('user_1')).toBeDefined();
  });

  it('is found out by a tab that slept over the news', async () => {
    await open();
    noteElsewhere('');
    await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
    expect(await screen.findByText('nobody')).toBeDefined();
  });

  it('is told who is signed in here, and when they leave', async () => {
    await open();
    expect(localStorage.getItem(KEY)).toBe('user_1');
    act(() => screen.getByText('leave').click());
    await waitFor(() => expect(localStorage.getItem(KEY)).toBe(''));
  });
});
