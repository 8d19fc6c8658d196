import type { AdminTask, AdminTaskDetail } from '@atelier/shared/contracts/admin-task';
import type { Lane } from '@atelier/shared/contracts/lane';
import type { VendorLoss } from '@atelier/shared/contracts/loss';
import type { Failures, Health } from '@atelier/shared/contracts/operations';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeRoute, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { OperationsPage } from './operations-page.tsx';

const AT = '2026-11-28T10:00:00.000Z';

const lane: Lane = {
  lane: 'openai',
  waiting: 3,
  running: 1,
  limit: 4,
  limitPer: 'installation',
  oldestQueuedAt: AT,
  servedAt: AT,
  pause: null,
};
const calm: Health = {
  uptimeSeconds: 600,
  parts: [
    { name: 'database', isGood: true, reason: null },
    { name: 'storage', isGood: true, reason: null },
  ],
  lanes: [lane],
  circuits: [],
  oldestWaiting: null,
  openLosses: 0,
  ledgerViolations: { found: 0, at: AT },
  damagedFiles: null,
  disk: { freeBytes: 50 * 1024 ** 3, totalBytes: 100 * 1024 ** 3 },
};
const task: AdminTask = {
  id: 'task_1',
  taskNo: 'T20261128-0001AAAAAA',
  user: { id: 'user_1', email: 'anna@example.com' },
  taskType: 'generate',
  model: 'openai-gpt-image-1',
  provider: 'openai',
  status: 'failed',
  phase: 'ended',
  priceCredits: 5,
  chargedCredits: 0,
  errorCode: 'vendor_rejected',
  vendorTaskId: 'job-17',
  createdAt: AT,
  endedAt: AT,
  deletedAt: null,
};
const loss: VendorLoss = {
  id: 4,
  taskId: 'task_1',
  attempt: 1,
  userId: 'user_1',
  provider: 'openai',
  model: 'openai-gpt-image-1',
  estimatedCredits: 5,
  detail: 'the connection broke',
  createdAt: AT,
  resolvedAt: null,
  resolvedBy: null,
  resolution: null,
};
const detail: AdminTaskDetail = {
  ...task,
  status: 'processing',
  phase: 'running',
  chargedCredits: null,
  errorCode: null,
  batchId: null,
  apiKeyId: null,
  attempt: 2,
  retryCount: 1,
  progress: 40,
  step: { key: 'running', label: 'At the vendor' },
  startCount: 0,
  checkCount: 3,
  queuedAt: AT,
  startedAt: AT,
  updatedAt: AT,
  dueAt: AT,
  deadlineAt: AT,
  leaseUntil: null,
  calledBackAt: null,
  endedAt: null,
  erasedAt: null,
  error: null,
  errorDetail: null,
  inputs: { count: 2, sizeBytes: 4096 },
  results: { count: 0, sizeBytes: 0 },
  events: [
    {
      ...{ id: 1, sequence: 1, type: 'task.created', status: 'pending', progress: 0 },
      ...{ step: null, errorCode: null, at: AT },
    },
  ],
  eventCount: 3,
  receipt: {
    ...{ taskId: 'task_1', taskNo: task.taskNo, taskType: 'generate', status: 'processing' },
    ...{ heldCredits: 5, spentCredits: 0, returnedCredits: 0, entries: [] },
  },
  losses: [loss],
  canCancel: true,
  canCheckNow: true,
};

function open(address: string, routes: Readonly<Record<string, FakeRoute>> = {}) {
  const requests = fakeServer({
    'GET /api/admin/health': () => ({ data: calm }),
    'GET /api/admin/lanes': () => ({ data: [lane] }),
    'GET /api/models': () => ({ data: [] }),
    'GET /api/admin/tasks/task_1': () => ({ data: detail }),
    ...routes,
  });
  renderPage(<OperationsPage />, { path: '/operations/:section?/:id?', at: address });
  return requests;
}

const address = () => screen.getByTestId('address').textContent;

afterEach(tidyUp);

describe('OperationsPage: health', () => {
  const tile = (title: string) => {
    const found = screen.getByRole('heading', { name: title }).closest('li');
    if (!found) throw new Error(`${title} is no tile`);
    return within(found);
  };

  it('is calm when everything works, and says what has not been looked at yet', async () => {
    open('/operations');
    expect(await screen.findByText('All parts work')).toBeTruthy();
    expect(tile('Ledger').getByText('Good')).toBeTruthy();
    expect(tile('Stored files').getByText('Not known yet')).toBeTruthy();
    expect(tile('Disk').getByText('50 GB free (50%)')).toBeTruthy();
    expect(screen.queryByText('Needs you')).toBeNull();
  });

  it('names what is bad, why, and what to do', async () => {
    const bad: Health = {
      ...calm,
      parts: [{ name: 'storage', isGood: false, reason: 'bucket is gone' }],
      circuits: [{ provider: 'kie', state: 'open', reason: 'bad_key', retryAt: AT }],
      oldestWaiting: { taskId: 'task_9', taskNo: 'T9', lane: 'openai', queuedAt: '2020-01-01T00:00:00.000Z' },
      openLosses: 2,
      ledgerViolations: { found: 1, at: AT },
      disk: { freeBytes: 1024 ** 3, totalBytes: 100 * 1024 ** 3 },
      lanes: [{ ...lane, pause: { at: AT, by: 'user_2', reason: 'new drivers' } }],
    };
    open('/operations', { 'GET /api/admin/health': () => ({ data: bad }) });
    expect(await screen.findByText('bucket is gone')).toBeTruthy();
    expect(screen.getAllByText('Needs you')).toHaveLength(7);
    expect(tile('Ledger').getByText(/Run pnpm run doctor/)).toBeTruthy();
    expect(tile('Paused lines').getByText('new drivers')).toBeTruthy();
    const oldest = tile('Waiting tasks').getByRole('link', { name: 'Open the oldest' });
    expect(oldest.getAttribute('href')).toBe('/operations/tasks/task_9');
    expect(tile('Vendor losses').getByRole('link').getAttribute('href')).toBe('/operations/losses');
  });

  it('says when the server does not answer, and asks again', async () => {
    let isDown = true;
    open('/operations', {
      'GET /api/admin/health': () =>
        isDown ? { status: 503, code: 'server_busy', message: 'Busy' } : { data: calm },
    });
    expect(await screen.findByText('Busy')).toBeTruthy();
    isDown = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('All parts work')).toBeTruthy();
  });
});

describe('OperationsPage: tasks', () => {
  const queryOf = (url: string) => Object.fromEntries(new URL(url, 'http://test').searchParams);

  it('asks as the address says, and puts what is searched for into the address', async () => {
    const requests = open('/operations/tasks?errorCode=vendor_rejected&status=failed&deleted=with', {
      'GET /api/admin/tasks': () => ({ data: { tasks: [task], nextCursor: null, searchedTo: null } }),
    });
    const row = (await screen.findByRole('link', { name: task.taskNo })).closest('tr');
    expect(row?.textContent).toContain('anna@example.com');
    expect(row?.textContent).toContain('5 creditscharged 0');
    const asked = () =>
      requests.filter(({ url }) => url.startsWith('/api/admin/tasks?')).map(({ url }) => queryOf(url));
    expect(asked().at(-1)).toEqual({ errorCode: 'vendor_rejected', status: 'failed', deleted: 'with' });
    const find = screen.getByLabelText('Task number, e-mail or id');
    fireEvent.change(find, { target: { value: ' anna@example.com ' } });
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-01' } });
    fireEvent.click(screen.getByRole('button', { name: 'Search' }));
    await waitFor(() =>
      expect(asked().at(-1)).toEqual({
        ...{ user: 'anna@example.com', errorCode: 'vendor_rejected', status: 'failed', deleted: 'with' },
        from: new Date(2026, 10, 1).toISOString(),
      }),
    );
    expect(address()).toContain('find=anna%40example.com');
    fireEvent.change(screen.getByLabelText('Task number, e-mail or id'), { target: { value: task.taskNo } });
    fireEvent.click(screen.getByRole('button', { name: 'Search' }));
    await waitFor(() => expect(asked().at(-1)).toMatchObject({ task: task.taskNo }));
    fireEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    await waitFor(() => expect(address()).toBe('/operations/tasks'));
  });

  it('says how far it looked when few match, and looks further', async () => {
    open('/operations/tasks?errorCode=rare', {
      'GET /api/admin/tasks': ({ url }) =>
        queryOf(url)['cursor'] === 'c1'
          ? { data: { tasks: [task], nextCursor: null, searchedTo: null } }
          : { data: { tasks: [], nextCursor: 'c1', searchedTo: AT } },
    });
    expect(await screen.findByText('No task matches')).toBeTruthy();
    expect(screen.getByText(/^Searched back to Nov 28, 2026/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Look at older ones' }));
    expect(await screen.findByRole('link', { name: task.taskNo })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Look at older ones' })).toBeNull();
  });
});

describe('OperationsPage: one task', () => {
  it('shows what is known, and cancels and checks after a question only', async () => {
    const requests = open('/operations/tasks/task_1', {
      'POST /api/admin/tasks/task_1/cancel': () => ({ data: { ...detail, status: 'canceled' } }),
      'POST /api/admin/tasks/task_1/check-now': () => ({ data: { outcome: 'repeated', dueAt: AT } }),
    });
    const posts = () => requests.filter(({ method }) => method === 'POST').map(({ url }) => url);
    expect(await screen.findByText('job-17')).toBeTruthy();
    expect(screen.getByText('2 files, 4 kB')).toBeTruthy();
    expect(screen.getByText('2 (1 retry)')).toBeTruthy();
    expect(screen.getByText('2 older events are left out.')).toBeTruthy();
    expect(screen.getByText('the connection broke')).toBeTruthy();

    fireEvent.click(screen.getByRole('button', { name: 'Check now' }));
    await screen.findByText('Ask the vendor now?');
    expect(posts()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Ask now' }));
    expect(await screen.findByText('A check is due at once already.')).toBeTruthy();

    fireEvent.click(screen.getByRole('button', { name: 'Cancel the task' }));
    const question = await screen.findByText(/anna@example.com gets 5 credits back/);
    expect(question).toBeTruthy();
    const dialog = within(screen.getByRole('dialog'));
    fireEvent.click(dialog.getByRole('button', { name: 'Cancel the task' }));
    await waitFor(() => expect(posts().at(-1)).toBe('/api/admin/tasks/task_1/cancel'));
    expect(posts()).toHaveLength(2);
  });

  it('says that there is no such task', async () => {
    open('/operations/tasks/task_2');
    expect(await screen.findByText('There is no such task')).toBeTruthy();
  });
});

describe('OperationsPage: failures, losses, lines', () => {
  it('groups failures and leads to the tasks of each', async () => {
    const failures: Failures = {
      since: AT,
      isShortened: false,
      groups: [
        {
          ...{ errorCode: 'vendor_rejected', provider: 'openai', model: 'openai-gpt-image-1', count: 12 },
          newest: { taskId: 'task_1', taskNo: task.taskNo, at: AT, detail: 'HTTP 400' },
        },
      ],
    };
    const requests = open('/operations/failures', { 'GET /api/admin/failures': () => ({ data: failures }) });
    expect(await screen.findByText('HTTP 400')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Show the tasks' }).getAttribute('href')).toBe(
      '/operations/tasks?provider=openai&model=openai-gpt-image-1&errorCode=vendor_rejected&status=failed&deleted=with',
    );
    fireEvent.change(screen.getByLabelText('Span of time'), { target: { value: 'week' } });
    await waitFor(() => expect(requests.at(-1)?.url).toBe('/api/admin/failures?span=week'));
  });

  it('settles a loss with a note that says how', async () => {
    const requests = open('/operations/losses', {
      'GET /api/admin/losses': () => ({
        data: [loss, { ...loss, id: 3, resolvedAt: AT, resolution: 'on the bill' }],
        pagination: { total: 2, limit: 20, offset: 0, hasMore: false },
      }),
      'POST /api/admin/losses/4/resolve': () => ({ data: loss }),
    });
    expect(await screen.findByText(/on the bill$/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /^Settle the loss/ }));
    fireEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect(screen.getByText('At least 3 characters.')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('How it was settled'), { target: { value: 'refunded by them' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(requests.find(({ method }) => method === 'POST')?.body).toEqual({
        resolution: 'refunded by them',
      }),
    );
  });

  it('pauses a line with a reason and resumes a paused one', async () => {
    const paused = { ...lane, lane: 'kie', pause: { at: AT, by: 'user_2', reason: 'outage' } };
    const requests = open('/operations/lanes', {
      'GET /api/models': () => ({
        data: [{ provider: 'openai', providerLabel: { en: 'OpenAI', 'zh-CN': 'OpenAI' } }],
      }),
      'GET /api/admin/lanes': () => ({ data: [lane, paused] }),
      'POST /api/admin/lanes/openai/pause': () => ({ data: [lane, paused] }),
      'POST /api/admin/lanes/kie/resume': () => ({ data: [lane, lane] }),
    });
    expect(await screen.findByText(/outage$/)).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'Pause the line OpenAI' }));
    fireEvent.change(await screen.findByLabelText('Why'), { target: { value: 'bill unpaid' } });
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Pause' }));
    await waitFor(() =>
      expect(requests.find(({ method }) => method === 'POST')).toMatchObject({
        url: '/api/admin/lanes/openai/pause',
        body: { reason: 'bill unpaid' },
      }),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Resume the line kie' }));
    await waitFor(() => expect(requests.some(({ url }) => url.endsWith('/kie/resume'))).toBe(true));
  });
});
