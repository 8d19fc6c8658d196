import type { ApiKey, ApiKeyUsage } from '@atelier/shared/contracts/api-key';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type FakeAnswer,
  type FakeRoute,
  fakeServer,
  renderPage,
  tidyUp,
} from '../../testing/page-bench.tsx';
import { ApiKeysPage } from './api-keys-page.tsx';
// The page fetches its dialogs when they are opened; loaded here, no test waits for the first of them.
import './create-key-dialog.tsx';
import './edit-key-dialog.tsx';
import './revoke-key-dialog.tsx';

const SECRET = 'atl_AbCdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ1wxyz';

function sampleKey(change: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'key_1',
    name: 'Listing script',
    prefix: 'atl_AbCd',
    lastFour: 'wxyz',
    scopes: ['read', 'create'],
    state: 'active',
    requestsPerMinute: null,
    creditsPerMonth: null,
    month: {
      startsAt: '2026-11-01T00:00:00.000Z',
      endsAt: '2026-12-01T00:00:00.000Z',
      tasks: 0,
      held: 0,
      spent: 0,
    },
    createdAt: '2026-11-02T08:00:00.000Z',
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedAddress: null,
    ...change,
  };
}

const serve = (keys: readonly ApiKey[], more: Readonly<Record<string, FakeRoute>> = {}) =>
  fakeServer({ 'GET /api/keys': () => ({ data: keys }), ...more });
const open = () => renderPage(<ApiKeysPage />, { path: '/api-keys', at: '/api-keys' });
const row = async (name: string) => {
  const heading = await screen.findByRole('heading', { name });
  const item = heading.closest('li');
  if (!item) throw new Error(`${name} is in no row`);
  return within(item);
};
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

const readExpiry = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'expiresAt' in body ? String(body.expiresAt) : 'none';

afterEach(tidyUp);

describe('ApiKeysPage', () => {
  it('tells keys apart and shows what each may do, has used and when it ends', async () => {
    const month = sampleKey().month;
    serve([
      sampleKey({
        creditsPerMonth: 500,
        requestsPerMinute: 60,
        month: { ...month, held: 20, spent: 100 },
        lastUsedAt: new Date(Date.now() - 180_000).toISOString(),
        lastUsedAddress: '203.0.113.7',
        expiresAt: '2027-11-25T12:00:00.000Z',
      }),
      sampleKey({
        id: 'key_2',
        name: 'Old',
        scopes: ['read'],
        state: 'expired',
        expiresAt: '2026-01-05T12:00:00.000Z',
      }),
      sampleKey({ id: 'key_3', name: 'Gone', state: 'revoked', revokedAt: '2026-11-20T12:00:00.000Z' }),
    ]);
    open();
    const first = await row('Listing script');
    for (const text of [
      'atl_AbCd…wxyz',
      'Read, Create',
      'Expires Nov 25, 2027',
      'Last used: 3 minutes ago, from 203.0.113.7',
      '120 of 500 credits',
      'Starts over Dec 1, 0:00 UTC',
      'At most 60 requests a minute',
    ])
      expect(first.getByText(text)).toBeTruthy();
    expect(first.getByRole('meter').getAttribute('value')).toBe('120');
    const second = await row('Old');
    for (const text of ['Read', 'Expired Jan 5, 2026', 'Not used yet', '0 credits', 'No spending limit'])
      expect(second.getByText(text)).toBeTruthy();
    expect(screen.getByText('1 revoked key')).toBeTruthy();
    expect(screen.queryByRole('heading', { name: 'Gone' })).toBe(null);
  });

  it('asks for what is missing before anything is sent', async () => {
    const requests = serve([]);
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'New key' }));
    await screen.findByRole('dialog');
    fireEvent.click(screen.getByRole('checkbox', { name: /^Read/ }));
    fireEvent.click(screen.getByRole('checkbox', { name: /^Create/ }));
    type('Credits per month', '1.5');
    type('Requests per minute', '601');
    press('Create key');
    expect(screen.getByText('Please give the key a name.')).toBeTruthy();
    expect(screen.getByText('Please choose at least one.')).toBeTruthy();
    expect(screen.getByText('A whole number from 1 to 1,000,000, or nothing.')).toBeTruthy();
    expect(screen.getByText('A whole number from 1 to 600, or nothing.')).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Name')));
    expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('shows a new key once, ready to copy, with a line to try it, and forgets it', async () => {
    const copied: string[] = [];
    vi.stubGlobal('navigator', {
      clipboard: { writeText: async (text: string) => void copied.push(text) },
    });
    const requests = serve([], {
      'POST /api/keys': () => ({ status: 201, data: { key: sampleKey(), secret: SECRET } }),
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'New key' }));
    await screen.findByRole('dialog');
    type('Name', ' Listing script ');
    type('Expires', '30');
    type('Credits per month', '500');
    press('Create key');
    await screen.findByText(SECRET);
    // The button that had the focus is gone with the form.
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Copy: Key “Listing script”');
    const sent = requests.find(({ method }) => method === 'POST');
    expect(sent?.body).toMatchObject({
      name: 'Listing script',
      scopes: ['read', 'create'],
      creditsPerMonth: 500,
      requestsPerMinute: null,
    });
    const inDays = (Date.parse(readExpiry(sent?.body)) - Date.now()) / 86_400_000;
    expect(Math.round(inDays)).toBe(30);
    press('Copy: Key “Listing script”');
    press('Copy: Try it in a terminal');
    await waitFor(() => expect(copied).toHaveLength(2));
    expect(copied).toEqual([
      SECRET,
      `curl -H "Authorization: Bearer ${SECRET}" -F taskType=basic_clean -F files=@photo.jpg ${window.location.origin}/api/tasks`,
    ]);
    press('I have saved it');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null));
    expect(document.body.textContent).not.toContain(SECRET);
    fireEvent.click(screen.getByRole('button', { name: 'New key' }));
    await screen.findByRole('dialog');
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('');
  });

  it('cannot be closed while a key is being made, nor lose its secret by a slip', async () => {
    let answer: (answer: FakeAnswer) => void = () => undefined;
    const made = new Promise<FakeAnswer>((resolve) => {
      answer = resolve;
    });
    serve([], { 'POST /api/keys': () => made });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'New key' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.keyDown(dialog, { key: 'Escape' });
    type('Name', 'Listing script');
    press('Create key');
    const close = () => screen.queryByRole('button', { name: 'Close' });
    await waitFor(() => expect(close()).toHaveProperty('disabled', true));
    expect(screen.getByRole('button', { name: 'Cancel' })).toHaveProperty('disabled', true);
    answer({ status: 201, data: { key: sampleKey(), secret: SECRET } });
    await screen.findByText(SECRET);
    await waitFor(() => expect(close()).toBeNull());
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(screen.getByText(SECRET)).toBeTruthy();
  });

  it('selects the key where the browser gives no clipboard', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.stubGlobal('navigator', {});
    serve([], {
      'POST /api/keys': () => ({
        status: 201,
        data: { key: sampleKey({ scopes: ['read'] }), secret: SECRET },
      }),
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'New key' }));
    await screen.findByRole('dialog');
    type('Name', 'x');
    press('Create key');
    await screen.findByText(SECRET);
    expect(
      screen.getByText(`curl -H "Authorization: Bearer ${SECRET}" ${window.location.origin}/api/tasks`),
    ).toBeTruthy();
    press('Copy: Key “Listing script”');
    await waitFor(() => expect(window.getSelection()?.toString()).toBe(SECRET));
    expect(screen.getAllByText('Press Ctrl+C').length).toBeGreaterThan(0);
  });

  it('makes no second key when an answer was lost, and replaces the one nobody saw', async () => {
    let tries = 0;
    const requests = serve([], {
      'POST /api/keys': () => {
        tries += 1;
        if (tries === 1) throw new TypeError('the line is cut');
        return { status: 201, data: { key: sampleKey(), secret: tries === 2 ? null : SECRET } };
      },
      'DELETE /api/keys/key_1': () => ({ data: sampleKey({ state: 'revoked' }) }),
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'New key' }));
    await screen.findByRole('dialog');
    type('Name', 'Listing script');
    press('Create key');
    await screen.findByRole('alert');
    press('Create key');
    await screen.findByText(/cannot be shown again/);
    press('Replace it');
    await screen.findByText(SECRET);
    const changes = requests.filter(({ method }) => method !== 'GET');
    expect(changes.map(({ method }) => method)).toEqual(['POST', 'POST', 'DELETE', 'POST']);
    const [first, second, , third] = changes.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(changes[1]?.body).toEqual(changes[0]?.body);
  });

  it('changes name and limits and keeps the expiry unless another is chosen', async () => {
    const key = sampleKey({ creditsPerMonth: 500, expiresAt: '2027-11-25T12:00:00.000Z' });
    const requests = serve([key], { 'PATCH /api/keys/key_1': () => ({ data: key }) });
    open();
    const item = await row('Listing script');
    fireEvent.click(item.getByRole('button', { name: 'Edit key Listing script' }));
    await screen.findByRole('dialog');
    expect(screen.queryByRole('checkbox')).toBe(null);
    expect(screen.getByLabelText<HTMLSelectElement>('Expires').selectedOptions[0]?.text).toBe('Nov 25, 2027');
    type('Name', 'Shop');
    type('Credits per month', '');
    press('Save');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null));
    expect(requests.find(({ method }) => method === 'PATCH')?.body).toEqual({
      name: 'Shop',
      creditsPerMonth: null,
      requestsPerMinute: null,
    });
  });

  it('keeps the keys on screen when they cannot be read again, and says so', async () => {
    let fails = false;
    serve([], {
      'GET /api/keys': () =>
        fails ? { status: 403, code: 'forbidden', message: 'Not now' } : { data: [sampleKey()] },
      'PATCH /api/keys/key_1': () => {
        fails = true;
        return { data: sampleKey() };
      },
    });
    open();
    const item = await row('Listing script');
    fireEvent.click(item.getByRole('button', { name: 'Edit key Listing script' }));
    await screen.findByRole('dialog');
    press('Save');
    expect(await screen.findByText(/Could not be refreshed/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Listing script' })).toBeTruthy();
    expect(screen.queryByText('Not now')).toBeNull();
    fails = false;
    press('Try again');
    await waitFor(() => expect(screen.queryByText(/Could not be refreshed/)).toBeNull());
  });

  it('revokes after a question, and moves the key to the revoked ones', async () => {
    let state: ApiKey['state'] = 'active';
    const requests = fakeServer({
      'GET /api/keys': () => ({ data: [sampleKey({ state, revokedAt: '2026-11-20T12:00:00.000Z' })] }),
      'DELETE /api/keys/key_1': () => {
        state = 'revoked';
        return { data: sampleKey({ state }) };
      },
    });
    open();
    const item = await row('Listing script');
    fireEvent.click(item.getByRole('button', { name: 'Revoke key Listing script' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke “Listing script”?' }));
    expect(requests.some(({ method }) => method === 'DELETE')).toBe(false);
    fireEvent.click(dialog.getByRole('button', { name: 'Revoke key' }));
    expect(await screen.findByText('1 revoked key')).toBeTruthy();
    expect(screen.getByText('No keys yet')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });

  it('says when revoking failed and keeps the question open', async () => {
    serve([sampleKey()], {
      'DELETE /api/keys/key_1': () => ({ status: 503, code: 'server_busy', message: 'The server is busy.' }),
    });
    open();
    const item = await row('Listing script');
    fireEvent.click(item.getByRole('button', { name: 'Revoke key Listing script' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByRole('button', { name: 'Revoke key' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('The server is busy.');
  });

  it('draws what was used by day and lists it as a table', async () => {
    const days = [
      { day: '2026-11-23', tasks: 0, held: 0, spent: 0 },
      { day: '2026-11-24', tasks: 3, held: 0, spent: 12 },
      { day: '2026-11-25', tasks: 1, held: 2, spent: 4 },
    ];
    const usage: ApiKeyUsage = { key: sampleKey(), days };
    serve([sampleKey()], { 'GET /api/keys/key_1/usage': () => ({ data: usage }) });
    open();
    const item = await row('Listing script');
    const button = item.getByRole('button', { name: 'Usage of key Listing script' });
    fireEvent.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(
      await item.findByText('Last 3 days: 4 tasks, 16 credits spent, 2 held for running tasks'),
    ).toBeTruthy();
    const cells = item.getAllByRole('row', { hidden: true }).map(({ textContent }) => textContent);
    expect(cells).toEqual(['Day (UTC)TasksSpentHeld', 'Nov 25142', 'Nov 243120']);
    fireEvent.click(button);
    expect(item.queryByRole('figure')).toBe(null);
  });

  it('says so when nothing was used, and lets a failed look be tried again', async () => {
    let fails = true;
    serve([sampleKey()], {
      'GET /api/keys/key_1/usage': () =>
        fails
          ? { status: 500, code: 'internal_error', message: 'Something went wrong.' }
          : { data: { key: sampleKey(), days: [{ day: '2026-11-25', tasks: 0, held: 0, spent: 0 }] } },
    });
    open();
    const item = await row('Listing script');
    fireEvent.click(item.getByRole('button', { name: 'Usage of key Listing script' }));
    await item.findByRole('alert');
    fails = false;
    fireEvent.click(item.getByRole('button', { name: 'Try again' }));
    expect(await item.findByText('Nothing was ordered with this key in the last 30 days.')).toBeTruthy();
  });

  it('offers no further key to an account that is full', async () => {
    const keys = Array.from({ length: 20 }, (_, index) =>
      sampleKey({ id: `key_${index}`, name: `Key ${index}` }),
    );
    serve(keys);
    open();
    await row('Key 19');
    expect(screen.getByText(/You have 20 keys/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'New key' }).disabled).toBe(true);
  });

  it('lets a failed list be read again', async () => {
    let fails = true;
    fakeServer({
      'GET /api/keys': () =>
        fails ? { status: 500, code: 'internal_error', message: 'Something went wrong.' } : { data: [] },
    });
    open();
    await screen.findByRole('alert');
    fails = false;
    press('Try again');
    expect(await screen.findByText('No keys yet')).toBeTruthy();
  });
});
