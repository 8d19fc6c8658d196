import type { Task } from '@atelier/shared/contracts/task';
import { roleOfFrame } from '@atelier/shared/pose-frames';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { PoseHistory } from './pose-history.tsx';

const asset = (id: string, role: string | null, name = `${id}.png`) => ({
  ...{
    id,
    role,
    name,
    kind: 'result',
    inputPosition: 0,
    contentType: 'image/png',
    sizeBytes: 1,
    sha256: 'x',
  },
  ...{
    width: 3,
    height: 4,
    hasAlpha: false,
    url: `/files/${id}`,
    thumbnailUrl: null,
    downloadUrl: `/files/${id}`,
  },
});
const taskWith = (id: string, frames: readonly number[], change: Partial<Task> = {}) => ({
  id,
  status: 'completed',
  taskType: 'model_pose12',
  model: 'runninghub-pose12',
  parameters: { scene: 'studio', category: 'dress', description: '', frames: frames.join(',') },
  inputs: [asset('dress', null, 'dress.jpg')],
  results: frames.map((number) => asset(`${id}-${number}`, roleOfFrame(number))),
  createdAt: '2026-11-25T12:00:00.000Z',
  ...change,
});
const MODEL = {
  slug: 'runninghub-pose12',
  available: true,
  priceRule: { perOutput: 4 },
};

let known: object[] = [];

function open(tasks: readonly object[]) {
  known = [...tasks];
  const requests = fakeServer({
    'GET /api/models': () => ({ data: [MODEL] }),
    'GET /api/auth/me': () => ({ data: {} }),
    'GET /api/tasks': () => ({
      data: known,
      pagination: { total: known.length, limit: 100, offset: 0, hasMore: false },
    }),
    'POST /api/tasks': () => {
      // Made before the page looks again.
      const made = taskWith(`task_new${known.length - tasks.length + 1}`, [2]);
      known.unshift(made);
      return { status: 201, data: made };
    },
  });
  renderPage(<PoseHistory />, { path: '/history', at: '/history?view=poses' });
  return requests;
}

afterEach(tidyUp);

describe('PoseHistory', () => {
  it('shows one grid for each garment, with the newest picture of each frame in its place', async () => {
    open([taskWith('task_2', [2]), taskWith('task_1', [1, 2, 3])]);
    expect(await screen.findByText('3 of 12 frames')).toBeTruthy();
    const grid = screen.getByRole('list', { name: 'Frames of dress.jpg' });
    const sources = [...grid.querySelectorAll('img')].map((image) => image.getAttribute('src'));
    expect(sources).toEqual(['/files/task_1-1', '/files/task_2-2', '/files/task_1-3']);
    expect(within(grid).getAllByRole('listitem')).toHaveLength(12);
  });

  it('has single frames made again for their price alone, and stays', async () => {
    const requests = open([taskWith('task_1', [1, 2, 3])]);
    const grid = await screen.findByRole('list', { name: 'Frames of dress.jpg' });
    await waitFor(() => expect(within(grid).getAllByRole('checkbox')).toHaveLength(12));
    fireEvent.click(within(grid).getByRole('checkbox', { name: /^2 / }));
    fireEvent.click(screen.getByRole('button', { name: /1 frame.* 4 credits/ }));
    await waitFor(() => expect(requests.some(({ method }) => method === 'POST')).toBe(true));
    expect(requests.find(({ method }) => method === 'POST')?.body).toMatchObject({
      taskType: 'model_pose12',
      model: 'runninghub-pose12',
      parameters: { scene: 'studio', frames: '2' },
      inputAssetIds: ['dress'],
      expectedPrice: 4,
    });
    await waitFor(() => expect(screen.queryByRole('checkbox', { checked: true })).toBeNull());
  });

  it('makes the same frame again another time: that is another order', async () => {
    const requests = open([taskWith('task_1', [1, 2])]);
    const order = async () => {
      fireEvent.click(await screen.findByRole('checkbox', { name: /^2 / }));
      fireEvent.click(screen.getByRole('button', { name: /1 frame.* 4 credits/ }));
      await waitFor(() => expect(screen.queryByRole('checkbox', { checked: true })).toBeNull());
    };
    await order();
    await waitFor(() => expect(document.querySelector('img[src="/files/task_new1-2"]')).toBeTruthy());
    await order();
    const keys = requests
      .filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).toHaveLength(2);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('says which frames are being made, and offers nothing for them', async () => {
    open([taskWith('task_2', [2], { status: 'processing', results: [] }), taskWith('task_1', [1, 2])]);
    expect(await screen.findByText(/2 of 12 frames · 1 being made/)).toBeTruthy();
    const grid = screen.getByRole('list', { name: 'Frames of dress.jpg' });
    await waitFor(() => expect(within(grid).getAllByRole('checkbox')).toHaveLength(11));
  });

  it('saves the newest frames as one zip', async () => {
    open([taskWith('task_2', [2]), taskWith('task_1', [1, 2])]);
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(
      this: HTMLAnchorElement,
    ) {
      expect(this.href).toContain('/api/tasks/archive?ids=task_2%2Ctask_1&language=en&newestOnly=true');
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Download ZIP of dress.jpg' }));
    await waitFor(() => expect(clicked).toHaveBeenCalled());
  });

  it('says what to do while there are none', async () => {
    open([]);
    expect(await screen.findByText('No poses yet')).toBeTruthy();
  });
});
