import type { Task } from '@atelier/shared/contracts/task';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type FakeAnswer,
  type FakeRoute,
  fakeServer,
  renderPage,
  tidyUp,
} from '../../testing/page-bench.tsx';
import { sampleAsset, sampleReceipt, sampleTask } from '../../testing/sample-task.ts';
import { TaskPage } from './task-page.tsx';

const model = {
  slug: 'local-basic-clean',
  provider: 'local',
  label: { en: 'Local basic clean', 'zh-CN': '本地基础修图' },
  description: { en: '', 'zh-CN': '' },
  outputType: 'image',
  priceRule: { base: 2 },
  inputs: { min: 1, max: 5 },
  typicalSeconds: null,
  available: true,
  parameters: {
    type: 'object',
    properties: {
      template: {
        control: 'segmented',
        label: { en: 'Output', 'zh-CN': '输出内容' },
        options: { white_bg: { en: 'White background', 'zh-CN': '白底图' } },
      },
    },
  },
};

const failedTask = sampleTask({
  status: 'failed',
  progress: 40,
  results: [],
  resultUrls: [],
  chargedCredits: 0,
  error: 'The picture could not be processed.',
  errorCode: 'picture_processing_failed',
  retryCount: 1,
  canRetry: true,
});

const runningTask = sampleTask({
  status: 'processing',
  progress: 40,
  step: { key: 'detecting', label: 'Finding the product' },
  results: [],
  resultUrls: [],
  chargedCredits: null,
  completedAt: null,
  canCancel: true,
});

function serve(task: Task, more: Readonly<Record<string, FakeRoute>> = {}) {
  return fakeServer({
    'GET /api/tasks/task_1': () => ({ data: task }),
    'GET /api/tasks/task_1/receipt': () => ({ data: sampleReceipt() }),
    'GET /api/models': () => ({ data: [model] }),
    'GET /api/task-types': () => ({ data: [] }),
    ...more,
  });
}

const open = () => renderPage(<TaskPage />, { path: '/tasks/:id', at: '/tasks/task_1' });

afterEach(tidyUp);

describe('TaskPage', () => {
  it('says in words with what a task was made', async () => {
    serve(sampleTask());
    open();
    expect((await screen.findByText('Output')).parentElement?.textContent).toContain('White background');
    expect(screen.getByText('Local basic clean')).toBeTruthy();
  });

  it('tells of a failed task what happened, that it cost nothing, and what a retry costs', async () => {
    serve(failedTask);
    open();
    expect(await screen.findByText('The picture could not be processed.')).toBeTruthy();
    expect(screen.getByText('Not charged: the 2 credits set aside were refunded.')).toBeTruthy();
    expect(screen.getByText(/trying again costs 2 credits once more. 2 retries left./)).toBeTruthy();
  });

  it('starts one attempt however often retry is clicked, with a key for it', async () => {
    let finish: (answer: FakeAnswer) => void = () => undefined;
    const requests = serve(failedTask, {
      'POST /api/tasks/task_1/retry': () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    open();
    const retry = await screen.findByRole('button', { name: 'Try again for 2 credits' });
    fireEvent.click(retry);
    fireEvent.click(retry);
    await waitFor(() => expect(requests.some(({ url }) => url.endsWith('/retry'))).toBe(true));
    fireEvent.click(retry);
    const sent = requests.filter(({ url }) => url.endsWith('/retry'));
    expect(new Set(sent.map(({ headers }) => headers.get('Idempotency-Key')))).toEqual(
      new Set(['retry-task_1-2']),
    );
    finish({ data: { ...runningTask, status: 'pending', progress: 0, retryCount: 2, step: null } });
    expect(await screen.findByText('Waiting', { selector: '[data-state]' })).toBeTruthy();
    expect(screen.queryByText('This task failed')).toBeNull();
  });

  it('says why a retry was refused and leaves the button', async () => {
    serve(failedTask, {
      'POST /api/tasks/task_1/retry': () => ({
        status: 402,
        code: 'credits_insufficient',
        message: 'This needs 2 credits; you have 1.',
      }),
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Try again for 2 credits' }));
    expect(await screen.findByText('This needs 2 credits; you have 1.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again for 2 credits' })).toBeTruthy();
  });

  it('offers another picture first when the same one cannot succeed', async () => {
    serve({ ...failedTask, errorCode: 'no_subject_found', error: 'No product was found.' });
    open();
    const link = await screen.findByRole('link', { name: 'Use another picture' });
    const retry = screen.getByRole('button', { name: /Try again/ });
    expect(link.compareDocumentPosition(retry) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it('answers a cancel at once and shows the canceled task', async () => {
    let finish: (answer: FakeAnswer) => void = () => undefined;
    serve(runningTask, {
      'POST /api/tasks/task_1/cancel': () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel task' }));
    expect(await screen.findByText('Canceling…')).toBeTruthy();
    finish({ data: { ...runningTask, status: 'canceled', canCancel: false, chargedCredits: 0, step: null } });
    expect(await screen.findByText(/This task was canceled. The 2 credits/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cancel task' })).toBeNull();
  });

  it('shows what the task became when it ended before the cancel arrived', async () => {
    let task: Task = runningTask;
    serve(runningTask, {
      'GET /api/tasks/task_1': () => ({ data: task }),
      'POST /api/tasks/task_1/cancel': () => {
        task = sampleTask();
        return { status: 409, code: 'task_not_cancelable', message: 'This task has already ended.' };
      },
    });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel task' }));
    expect(await screen.findByText('This task has already ended.')).toBeTruthy();
    expect(await screen.findByRole('list', { name: 'Results' })).toBeTruthy();
  });

  it('asks before it deletes, and leads to the history afterwards', async () => {
    const requests = serve(sampleTask(), { 'DELETE /api/tasks/task_1': () => ({}) });
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Delete task' }));
    expect(requests.some(({ method }) => method === 'DELETE')).toBe(false);
    fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(screen.getByTestId('address').textContent).toBe('/history'));
    expect(requests.some(({ method }) => method === 'DELETE')).toBe(true);
  });

  it('renews an expired link once and then says that the picture is broken', async () => {
    let reads = 0;
    serve(sampleTask(), {
      'GET /api/tasks/task_1': () => {
        reads += 1;
        const input = sampleAsset({
          id: 'asset_expiring',
          url: `/files/original?signature=${reads}`,
          thumbnailUrl: null,
        });
        return { data: { ...failedTask, inputs: [input] } };
      },
    });
    open();
    const picture = await screen.findByRole('img', { name: 'Original: 连衣裙.jpg' });
    expect(picture.getAttribute('src')).toContain('signature=1');
    fireEvent.error(picture);
    await waitFor(() => expect(screen.getByRole('img').getAttribute('src')).toContain('signature=2'));
    expect(reads).toBe(2);
    fireEvent.error(screen.getByRole('img'));
    expect(await screen.findByText(/This picture cannot be shown right now/)).toBeTruthy();
    expect(reads).toBe(2);
  });

  it('says that there is no such task', async () => {
    fakeServer({});
    open();
    expect(await screen.findByText('This task is not here')).toBeTruthy();
  });

  it('keeps the receipt of a deleted task in reach', async () => {
    fakeServer({ 'GET /api/tasks/task_1/receipt': () => ({ data: sampleReceipt({ spentCredits: 2 }) }) });
    open();
    expect(await screen.findByText('This task was deleted')).toBeTruthy();
    expect(screen.getByText('Total spent').parentElement?.textContent).toContain('2 credits');
  });

  it('keeps the recipe and settings for the studio', async () => {
    serve(sampleTask());
    open();
    const href =
      (await screen.findByRole('link', { name: 'Use these settings again' })).getAttribute('href') ?? '';
    const query = new URL(href, 'http://test').searchParams;
    expect(query.get('taskType')).toBe('basic_clean');
    expect(JSON.parse(query.get('parameters') ?? '{}')).toEqual({ template: 'white_bg' });
  });
});
