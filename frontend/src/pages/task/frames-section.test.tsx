import type { Task } from '@atelier/shared/contracts/task';
import { roleOfFrame } from '@atelier/shared/pose-frames';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { type FakeRoute, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { sampleAsset, sampleReceipt, sampleTask } from '../../testing/sample-task.ts';
import { TaskPage } from './task-page.tsx';

const model = {
  slug: 'runninghub-pose12',
  provider: 'runninghub',
  label: { en: 'Twelve poses', 'zh-CN': '十二姿势' },
  description: { en: '', 'zh-CN': '' },
  outputType: 'image',
  priceRule: { perOutput: 4, percent: 100 },
  inputs: { min: 1, max: 1 },
  typicalSeconds: null,
  available: true,
  parameters: { type: 'object', properties: {} },
};

const frameResult = (number: number) =>
  sampleAsset({ id: `asset_${number}`, kind: 'result', role: roleOfFrame(number), name: `f${number}.png` });

const posesTask = (numbers: readonly number[], change: Partial<Task> = {}): Task =>
  sampleTask({
    taskType: 'model_pose12',
    model: model.slug,
    parameters: { scene: 'studio', category: 'dress', description: '', frames: '1,2,3,7' },
    results: numbers.map(frameResult),
    priceCredits: 16,
    chargedCredits: 16,
    ...change,
  });

function open(task: Task, more: Readonly<Record<string, FakeRoute>> = {}) {
  const requests = fakeServer({
    'GET /api/tasks/task_1': () => ({ data: task }),
    'GET /api/tasks/task_1/receipt': () => ({ data: sampleReceipt() }),
    'GET /api/models': () => ({ data: [model] }),
    'GET /api/task-types': () => ({ data: [] }),
    ...more,
  });
  renderPage(<TaskPage />, { path: '/tasks/:id', at: '/tasks/task_1' });
  return requests;
}

afterEach(tidyUp);

it('has a box for every ordered frame before any picture is there', async () => {
  open(posesTask([], { status: 'processing', chargedCredits: null, completedAt: null }));
  const grid = await screen.findByRole('list', { name: 'Frames' });
  const titles = within(grid)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
  expect(titles).toEqual([
    '11 · Front',
    '22 · Three-quarter left',
    '33 · Three-quarter right',
    '77 · Walking',
  ]);
  expect(screen.queryByRole('checkbox')).toBeNull();
});

it('leaves the place of a missing frame empty and says what came back', async () => {
  open(posesTask([1, 3, 7], { delivery: { delivered: 3, ordered: 4 }, chargedCredits: 12 }));
  const grid = await screen.findByRole('list', { name: 'Frames' });
  expect(within(grid).getAllByRole('listitem')[1]?.textContent).toContain('Not delivered');
  expect(screen.getByText(/3 of 4 frames were delivered; 4 credits/)).toBeTruthy();
});

it('makes the chosen frames again, at the price of these alone', async () => {
  const requests = open(posesTask([1, 2, 3, 7]), {
    'POST /api/tasks': () => ({ status: 201, data: posesTask([], { id: 'task_2', status: 'pending' }) }),
  });
  fireEvent.click(await screen.findByRole('checkbox', { name: '7 · Walking' }));
  fireEvent.click(screen.getByRole('checkbox', { name: '2 · Three-quarter left' }));
  fireEvent.click(screen.getByRole('button', { name: 'Make 2 frames again for 8 credits' }));
  await waitFor(() => expect(requests.some(({ method }) => method === 'POST')).toBe(true));
  const order = requests.find(({ method }) => method === 'POST');
  expect(order?.body).toMatchObject({
    taskType: 'model_pose12',
    parameters: { frames: '2,7', category: 'dress' },
    inputAssetIds: ['asset_input'],
    expectedPrice: 8,
  });
  expect(order?.headers.get('Idempotency-Key')).toBeTruthy();
});
