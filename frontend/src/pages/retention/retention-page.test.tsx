import type { RetentionPreview, RetentionRule } from '@atelier/shared/contracts/retention';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { RetentionPage } from './retention-page.tsx';
import { daysIn } from './rule-dialog.tsx';

const general: RetentionRule = {
  id: 'keep_1',
  taskType: null,
  userId: null,
  email: null,
  keepDays: 30,
  updatedAt: '2026-01-01T12:00:00.000Z',
};
const own = { ...general, id: 'keep_2', taskType: 'basic_clean', email: 'anna@example.com', keepDays: null };
const nothing: RetentionPreview = { tasks: 0, files: 0, bytes: 0, hasMore: false, items: [] };
const expired: RetentionPreview = {
  tasks: 2,
  files: 8,
  bytes: 4_200_000,
  hasMore: false,
  items: [
    { taskNo: 'T1', taskType: 'basic_clean', userId: 'u', completedAt: '2026-01-02T12:00:00.000Z', files: 4 },
  ],
};
const taskTypes = [{ slug: 'basic_clean', label: { en: 'Basic clean', 'zh-CN': '基础修图' }, models: [] }];

function open(
  rules: readonly RetentionRule[],
  preview: RetentionPreview = nothing,
  erasing?: Promise<unknown>,
) {
  let current = preview;
  const requests = fakeServer({
    'GET /api/task-types': () => ({ data: taskTypes }),
    'GET /api/admin/retention': () => ({ data: rules }),
    'PUT /api/admin/retention': () => ({ data: general }),
    'DELETE /api/admin/retention/keep_1': () => ({}),
    'GET /api/admin/retention/preview': () => ({ data: current }),
    'POST /api/admin/retention/run': async () => {
      await erasing;
      current = nothing;
      return { data: { tasks: 2, files: 8, bytes: 4_200_000, hasMore: false } };
    },
  });
  renderPage(<RetentionPage />, { path: '/retention', at: '/retention' });
  return requests;
}

afterEach(tidyUp);

describe('RetentionPage', () => {
  it('names each rule by what it is about and says how long it keeps', async () => {
    open([general, own]);
    expect(await screen.findByText('Kept for 30 days after its end')).toBeTruthy();
    expect(await screen.findByText('Basic clean')).toBeTruthy();
    expect(screen.getByText('anna@example.com')).toBeTruthy();
    expect(screen.getByText('Kept for ever')).toBeTruthy();
  });

  it('says that everything is kept without a rule, and sets one that says before what it erases', async () => {
    const requests = open([]);
    expect(await screen.findByText('Everything is kept')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Add a rule' }));
    const days = await screen.findByLabelText('Days after the end');
    fireEvent.change(days, { target: { value: '0' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/A whole number from 1 to 3,650/)).toBeTruthy();
    fireEvent.change(days, { target: { value: '7' } });
    expect(screen.getByText(/are erased within the hour/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Recipe'), { target: { value: 'basic_clean' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(requests.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([
        { taskType: 'basic_clean', keepDays: 7 },
      ]),
    );
  });

  it('removes a rule after a question that says what is erased then', async () => {
    const requests = open([general, own]);
    const wasAsked = () => requests.some(({ method }) => method === 'DELETE');
    const removal = /^Remove the rule for Basic clean/;
    await screen.findByText('Basic clean');
    fireEvent.click(screen.getByRole('button', { name: removal }));
    expect(await screen.findByText(/keeps some of these tasks for only 30 days/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(wasAsked()).toBe(false);

    fireEvent.click(screen.getByRole('button', { name: 'Remove the rule for All recipes · All users' }));
    expect(await screen.findByText(/^Nothing more is erased/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Remove rule' }));
    await waitFor(() => expect(wasAsked()).toBe(true));
  });

  it('counts one task and one file as one', async () => {
    open([general], { ...expired, tasks: 1, files: 1 });
    fireEvent.click(await screen.findByRole('button', { name: 'Look' }));
    expect(await screen.findByText(/^1 task with 1 file, /)).toBeTruthy();
  });

  it('shows that it erases, and does not begin twice', async () => {
    const erased = Promise.withResolvers<void>();
    const requests = open([general], expired, erased.promise);
    fireEvent.click(await screen.findByRole('button', { name: 'Look' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Erase now' }));
    const erase = await screen.findByRole('button', { name: 'Erase' });
    fireEvent.click(erase);
    expect(await screen.findByText('Erasing; this may take a minute.')).toBeTruthy();
    fireEvent.click(erase);
    erased.resolve();
    expect(await screen.findByText(/^2 tasks were erased/)).toBeTruthy();
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('looks before it erases, and erases after a question', async () => {
    const requests = open([general], expired);
    await screen.findByText('Kept for 30 days after its end');
    expect(requests.some(({ url }) => url.endsWith('/preview'))).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Look' }));
    expect(await screen.findByText(/^2 tasks with 8 files/)).toBeTruthy();
    expect(screen.getByText('and 1 more')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Erase now' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Erase' }));
    expect(await screen.findByText(/^2 tasks were erased/)).toBeTruthy();
    expect(await screen.findByText('No task has expired.')).toBeTruthy();
  });
});

describe('daysIn', () => {
  it.each([
    ['1', 1],
    [' 30 ', 30],
    ['3650', 3650],
    ['3651', undefined],
    ['0', undefined],
    ['1.5', undefined],
    ['', undefined],
  ])('reads "%s" as %s', (typed, days) => {
    expect(daysIn(typed)).toBe(days);
  });
});
