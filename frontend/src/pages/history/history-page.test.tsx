import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type FakeRequest, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { sampleTask } from '../../testing/sample-task.ts';
import { HistoryPage } from './history-page.tsx';

const numbers = [1, 2, 3, 4];
const tasks = numbers.map((number) => sampleTask({ id: `task_${number}`, taskNo: `T-${number}` }));
const recipe = {
  slug: 'basic_clean',
  label: { en: 'Basic clean', 'zh-CN': '基础修图' },
  description: { en: '', 'zh-CN': '' },
  models: ['local-basic-clean'],
  defaultModel: 'local-basic-clean',
};
const deleted: string[] = [];

function serve(listed = tasks) {
  deleted.length = 0;
  const remove = ({ url }: FakeRequest) => {
    deleted.push(url);
    return {};
  };
  return fakeServer({
    'GET /api/auth/me': () => ({ data: {} }),
    'GET /api/task-types': () => ({ data: [recipe] }),
    'GET /api/tasks': ({ url }) => {
      const data = new URL(url, 'http://test').searchParams.get('status') === 'canceled' ? [] : listed;
      return { data, pagination: { total: data.length, limit: 30, offset: 0, hasMore: false } };
    },
    'DELETE /api/tasks/task_1': remove,
    'DELETE /api/tasks/task_2': remove,
  });
}

const open = (at: string) => renderPage(<HistoryPage />, { path: '/history', at });
const address = () => screen.getByTestId('address').textContent;
const listRequests = (requests: readonly FakeRequest[]) =>
  requests.filter(({ url }) => url.startsWith('/api/tasks?')).map(({ url }) => url);
const checkbox = (number: number) =>
  screen.getByRole<HTMLInputElement>('checkbox', { name: `Select task T-${number}` });

afterEach(tidyUp);

describe('HistoryPage', () => {
  it('takes its filters from the address', async () => {
    const requests = serve();
    open('/history?status=failed&type=basic_clean');
    await screen.findByRole('list', { name: 'Tasks' });
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Failed' }).checked).toBe(true);
    expect(listRequests(requests)[0]).toContain('status=failed');
    expect(listRequests(requests)[0]).toContain('type=basic_clean');
    await waitFor(() =>
      expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Recipe' }).value).toBe('basic_clean'),
    );
  });

  it('writes its filters into the address and asks the server for them', async () => {
    const requests = serve();
    open('/history');
    await screen.findByRole('list', { name: 'Tasks' });
    fireEvent.click(screen.getByRole('radio', { name: 'Done' }));
    expect(address()).toBe('/history?status=completed');
    await waitFor(() => expect(listRequests(requests).at(-1)).toContain('status=completed'));
  });

  it('ignores a state it does not know', async () => {
    const requests = serve();
    open('/history?status=sleeping');
    await screen.findByRole('list', { name: 'Tasks' });
    expect(listRequests(requests)[0]).not.toContain('status');
  });

  it('offers to clear filters that leave nothing', async () => {
    serve();
    open('/history?status=canceled');
    fireEvent.click(await screen.findByRole('button', { name: 'Clear filters' }));
    expect(address()).toBe('/history');
    expect(await screen.findByRole('list', { name: 'Tasks' })).toBeTruthy();
  });

  it('leads to the studio when there is nothing yet', async () => {
    serve([]);
    open('/history');
    expect((await screen.findByRole('link', { name: 'Open the studio' })).getAttribute('href')).toBe('/');
  });

  it('shows a failure with a way to try again', async () => {
    let isUp = false;
    fakeServer({
      'GET /api/tasks': () =>
        isUp
          ? { data: tasks, pagination: { total: 4, limit: 30, offset: 0, hasMore: false } }
          : { status: 503, code: 'server_busy', message: 'The server is busy.' },
    });
    open('/history');
    expect(await screen.findByText('The server is busy.')).toBeTruthy();
    isUp = true;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('list', { name: 'Tasks' })).toBeTruthy();
  });

  it('selects a range by keyboard and by Shift-click, and clears it with Escape', async () => {
    serve();
    open('/history');
    const list = await screen.findByRole('list', { name: 'Tasks' });
    const links = within(list).getAllByRole('link');
    links[0]?.focus();
    await userEvent.keyboard(' ');
    expect(checkbox(1).checked).toBe(true);
    fireEvent.click(links[2] ?? list, { shiftKey: true });
    expect(numbers.map((number) => checkbox(number).checked)).toEqual([true, true, true, false]);
    expect(screen.getByText('3 selected')).toBeTruthy();
    fireEvent.keyDown(links[2] ?? list, { key: 'Escape' });
    expect(screen.queryByText('3 selected')).toBeNull();
    expect(address()).toBe('/history');
  });

  it('clears the choice with Escape wherever the focus is, but not from within a dialog', async () => {
    serve();
    open('/history');
    await screen.findByRole('list', { name: 'Tasks' });
    fireEvent.click(checkbox(1));
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    fireEvent.keyDown(await screen.findByRole('dialog'), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByText('1 selected')).toBeTruthy();
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(screen.queryByText('1 selected')).toBeNull();
  });

  it('saves one zip of the selected tasks', async () => {
    serve();
    const clicked: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push(this.getAttribute('href') ?? '');
    });
    open('/history');
    await screen.findByRole('list', { name: 'Tasks' });
    fireEvent.click(checkbox(1));
    fireEvent.click(checkbox(3));
    fireEvent.click(screen.getByRole('button', { name: 'Download ZIP' }));
    await waitFor(() => expect(clicked).toEqual(['/api/tasks/archive?ids=task_1%2Ctask_3&language=en']));
  });

  it('leads to a result that was left with the provider, and saves the list of such links', async () => {
    const link = { url: 'https://cdn.acme.example/1.png', name: 'white.png', role: 'white-bg' };
    const left = { ...link, mediaType: 'image', expiresAt: null } as const;
    serve([
      sampleTask({ results: [], resultUrls: [left.url], links: [left], taskNo: 'T-1' }),
      sampleTask({ id: 'task_2', links: [left, { ...left, url: `${left.url}?2` }] }),
    ]);
    open('/history');
    const way = await screen.findByRole('link', { name: 'Open white.png at the provider, in a new tab' });
    expect(way.getAttribute('href')).toBe(left.url);
    expect(screen.getByText('2 at the provider')).toBeDefined();
    fireEvent.click(checkbox(1));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Download ZIP' }).disabled).toBe(false);
  });

  it('deletes the selected ended tasks after asking once, and leaves running ones alone', async () => {
    serve(tasks.map((task, index) => (index === 2 ? { ...task, status: 'processing', results: [] } : task)));
    open('/history');
    await screen.findByRole('list', { name: 'Tasks' });
    for (const number of [1, 2, 3]) fireEvent.click(checkbox(number));
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(deleted).toEqual([]);
    expect(await screen.findByText(/1 running task is left alone/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Delete 2 tasks' }));
    await waitFor(() => expect(deleted).toEqual(['/api/tasks/task_1', '/api/tasks/task_2']));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('deletes a few at a time, reads the list once for all, and can be stopped', async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      sampleTask({ id: `task_${index}`, taskNo: `T-${index}` }),
    );
    const answers: (() => void)[] = [];
    const remove = () => new Promise<object>((resolve) => answers.push(() => resolve({})));
    const requests = fakeServer({
      'GET /api/task-types': () => ({ data: [recipe] }),
      'GET /api/tasks': () => ({
        data: many,
        pagination: { total: 12, limit: 30, offset: 0, hasMore: false },
      }),
      ...Object.fromEntries(many.map(({ id }) => [`DELETE /api/tasks/${id}`, remove])),
    });
    open('/history');
    await screen.findByRole('list', { name: 'Tasks' });
    fireEvent.click(checkbox(1));
    fireEvent.click(screen.getByRole('button', { name: 'Select all shown' }));
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    const reads = listRequests(requests).length;
    fireEvent.click(await screen.findByRole('button', { name: 'Delete 12 tasks' }));
    await waitFor(() => expect(answers).toHaveLength(4));
    for (const answer of answers.splice(0)) answer();
    expect(await screen.findByText('4 of 12 deleted.')).toBeTruthy();
    await waitFor(() => expect(answers).toHaveLength(4));
    expect(listRequests(requests)).toHaveLength(reads);
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    for (const answer of answers.splice(0)) answer();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(listRequests(requests)).toHaveLength(reads + 1));
    expect(requests.filter(({ method }) => method === 'DELETE')).toHaveLength(8);
  });
});
