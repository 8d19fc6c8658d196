import type { Webhook, WebhookDelivery, WebhookDeliveryDetails } from '@atelier/shared/contracts/webhook';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeRoute, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { WebhooksPage } from './webhooks-page.tsx';

const shop: Webhook = {
  id: 'wh_shop',
  url: 'https://shop.example/hook',
  description: 'Shop',
  events: ['task.completed', 'task.failed'],
  isActive: true,
  disabled: null,
  secretHint: 'Zz9=',
  previousSecretEndsAt: null,
  failingSince: null,
  lastDeliveredAt: null,
  createdAt: '2026-11-22T06:00:00.000Z',
  updatedAt: '2026-11-22T06:00:00.000Z',
};
const failed: WebhookDelivery = {
  id: 'msg_1',
  type: 'task.completed',
  taskId: 'task_1',
  state: 'failed',
  isUnderWay: false,
  attemptCount: 2,
  lastStatusCode: 500,
  lastFailure: 'status_refused',
  nextAttemptAt: null,
  createdAt: '2026-11-22T06:00:00.000Z',
  endedAt: '2026-11-25T06:00:00.000Z',
};
const details: WebhookDeliveryDetails = {
  ...failed,
  payload: '{"type":"task.completed","data":{"taskId":"task_1"}}',
  attempts: [
    {
      number: 2,
      startedAt: '2026-11-22T06:00:05.000Z',
      durationMs: 120,
      statusCode: 500,
      failure: 'status_refused',
      isUnderWay: false,
      excerpt: 'out of order',
    },
    {
      number: 1,
      startedAt: '2026-11-22T06:00:00.000Z',
      durationMs: 15_000,
      statusCode: null,
      failure: 'timed_out',
      isUnderWay: false,
      excerpt: null,
    },
  ],
};

const pageOf = (items: readonly WebhookDelivery[]) => ({
  data: items,
  pagination: { total: items.length, limit: 20, offset: 0, hasMore: false },
});

function open(routes: Record<string, FakeRoute> = {}, at = '/webhooks') {
  const requests = fakeServer({
    'GET /api/webhooks': () => ({ data: [shop] }),
    'GET /api/webhooks/wh_shop/deliveries': ({ url }) =>
      pageOf(url.includes('state=canceled') ? [] : [failed]),
    'GET /api/webhooks/wh_shop/deliveries/msg_1': () => ({ data: details }),
    ...routes,
  });
  renderPage(<WebhooksPage />, { path: '/webhooks', at });
  return requests;
}

const sent = (requests: ReturnType<typeof open>, method: string) =>
  requests.filter((request) => request.method === method).map(({ url }) => url);

afterEach(tidyUp);

describe('WebhooksPage', () => {
  it('invites to add one when there is none, and says why an address is refused', async () => {
    const user = userEvent.setup();
    const requests = open({
      'GET /api/webhooks': () => ({ data: [] }),
      'POST /api/webhooks': () => ({
        status: 400,
        code: 'url_refused',
        message: 'refused',
        details: { reason: 'scheme_not_allowed' },
      }),
    });
    await screen.findByText('No webhooks yet');
    await user.click(screen.getByRole('button', { name: 'Add a webhook' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Add' }));
    expect(await dialog.findByText('Please enter an address.')).toBeTruthy();
    expect(sent(requests, 'POST')).toEqual([]);
    await user.type(dialog.getByLabelText('Address'), 'http://shop.example');
    await user.click(dialog.getByRole('button', { name: 'Add' }));
    expect(await dialog.findByText('The address must begin with https://')).toBeTruthy();
  });

  it('sends the wanted events and shows the secret once', async () => {
    const user = userEvent.setup();
    const bodies: unknown[] = [];
    open({
      'POST /api/webhooks': ({ body }) => {
        bodies.push(body);
        return { status: 201, data: { ...shop, id: 'wh_new', secret: 'whsec_only_once' } };
      },
      'GET /api/webhooks/wh_new/deliveries': () => pageOf([]),
    });
    await user.click(await screen.findByRole('button', { name: 'Add a webhook' }));
    const form = within(await screen.findByRole('dialog'));
    await user.type(form.getByLabelText('Address'), 'https://shop.example/new');
    await user.click(form.getByRole('checkbox', { name: /The balance changed/ }));
    await user.click(form.getByRole('checkbox', { name: /A task failed/ }));
    await user.click(form.getByRole('button', { name: 'Add' }));
    expect(await screen.findByText('whsec_only_once')).toBeTruthy();
    expect(bodies).toEqual([
      { url: 'https://shop.example/new', description: '', events: ['task.completed', 'credits.changed'] },
    ]);
    await user.keyboard('{Escape}');
    expect(screen.getByText('whsec_only_once')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Close' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'I have copied it' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByTestId('address').textContent).toBe('/webhooks?webhook=wh_new');
  });

  it('asks for at least one event', async () => {
    const user = userEvent.setup();
    open({}, '/webhooks?webhook=wh_shop');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    const form = within(await screen.findByRole('dialog'));
    for (const name of [/A task is done/, /A task failed/])
      await user.click(form.getByRole('checkbox', { name }));
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect(await form.findByText('Please choose at least one event.')).toBeTruthy();
  });

  it('opens a delivery with every attempt, and sends it again', async () => {
    const user = userEvent.setup();
    const requests = open({
      'POST /api/webhooks/wh_shop/deliveries/msg_1/redeliver': () => ({
        data: { ...failed, state: 'pending', nextAttemptAt: '2026-11-25T07:00:00.000Z', endedAt: null },
      }),
    });
    const row = await screen.findByRole('button', { name: /task\.completed/ });
    expect(row.textContent).toContain('Failed');
    expect(row.textContent).toContain('2 attempts · 500');
    await user.click(row);
    expect(await screen.findByText('out of order')).toBeTruthy();
    expect(screen.getByText('500 · Refused')).toBeTruthy();
    expect(screen.getByText('No answer in time')).toBeTruthy();
    expect(screen.getByText(/"taskId": "task_1"/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Send again' }));
    await waitFor(() =>
      expect(sent(requests, 'POST')).toEqual(['/api/webhooks/wh_shop/deliveries/msg_1/redeliver']),
    );
    expect(screen.getByTestId('address').textContent).toBe('/webhooks?webhook=wh_shop&delivery=msg_1');
  });

  it('filters the log by state', async () => {
    const user = userEvent.setup();
    open();
    await screen.findByRole('button', { name: /task\.completed/ });
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'canceled');
    expect(await screen.findByText('No delivery is in this state')).toBeTruthy();
  });

  it('opens the test message it sends', async () => {
    const user = userEvent.setup();
    const test: WebhookDelivery = { ...failed, id: 'msg_test', type: 'webhook.test', taskId: null };
    open({ 'POST /api/webhooks/wh_shop/test': () => ({ status: 201, data: test }) });
    await user.click(await screen.findByRole('button', { name: 'Send a test' }));
    await waitFor(() =>
      expect(screen.getByTestId('address').textContent).toBe('/webhooks?webhook=wh_shop&delivery=msg_test'),
    );
  });

  it('says why the server switched one off, and switches it on again', async () => {
    const user = userEvent.setup();
    const bodies: unknown[] = [];
    open({
      'GET /api/webhooks': () => ({
        data: [{ ...shop, isActive: false, disabled: { reason: 'gone', at: '2026-11-23T06:00:00.000Z' } }],
      }),
      'PATCH /api/webhooks/wh_shop': ({ body }) => {
        bodies.push(body);
        return { data: shop };
      },
    });
    expect(await screen.findByText(/because the server answered 410 Gone/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Switch on' }));
    await waitFor(() => expect(screen.queryByText(/410 Gone/)).toBeNull());
    expect(bodies).toEqual([{ isActive: true }]);
  });

  it('asks before it makes a new secret, then shows it', async () => {
    const user = userEvent.setup();
    open({
      'POST /api/webhooks/wh_shop/rotate-secret': () => ({ data: { ...shop, secret: 'whsec_the_next' } }),
    });
    await user.click(await screen.findByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: 'New secret' }));
    await user.click(await screen.findByRole('button', { name: 'Make a new secret' }));
    expect(await screen.findByText('whsec_the_next')).toBeTruthy();
  });

  it('offers to try again when the list cannot be read', async () => {
    const user = userEvent.setup();
    let fails = true;
    open({
      'GET /api/webhooks': () =>
        fails ? { status: 503, code: 'server_busy', message: 'Busy' } : { data: [shop] },
    });
    expect(await screen.findByText('Busy')).toBeTruthy();
    fails = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Shop' })).toBeTruthy();
  });
});
