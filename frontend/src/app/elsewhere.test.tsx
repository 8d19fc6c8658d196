import type { LiveEvent } from '@atelier/shared/contracts/event';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { useNavigate } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventStream } from '../lib/event-stream.ts';
import { fakeServer, tidyUp } from '../testing/page-bench.tsx';
import { renderPart } from '../testing/render-part.tsx';
import { sampleTask } from '../testing/sample-task.ts';
import { Elsewhere } from './elsewhere.tsx';

let emit: (event: LiveEvent) => void = () => undefined;

const failed: LiveEvent = {
  id: 1,
  type: 'task.failed',
  data: {
    taskId: 'task_1',
    batchId: null,
    sequence: 3,
    status: 'failed',
    progress: 0,
    step: null,
    errorCode: 'vendor_failed',
    at: '2026-11-22T07:00:00Z',
  },
};

function Walker() {
  const navigate = useNavigate();
  return ['/history', '/tasks/task_1'].map((path) => (
    <button key={path} type="button" onClick={() => void navigate(path)}>
      {path}
    </button>
  ));
}

const walk = (path: string) => fireEvent.click(screen.getByRole('button', { name: path }));

beforeEach(() => {
  window.history.replaceState(null, '', '/history');
  vi.spyOn(eventStream, 'subscribe').mockImplementation((listener) => {
    emit = listener;
    return () => undefined;
  });
  fakeServer({ 'GET /api/tasks/task_1': () => ({ data: sampleTask({ status: 'failed' }) }) });
});

afterEach(() => {
  window.history.replaceState(null, '', '/');
  tidyUp();
});

it('a note is gone for good once its page was looked at', async () => {
  renderPart(
    <>
      <Elsewhere />
      <Walker />
    </>,
    '/history',
  );
  act(() => emit(failed));
  await screen.findByRole('link', { name: 'Open' });
  walk('/tasks/task_1');
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Open' })).toBeNull());
  walk('/history');
  expect(screen.queryByRole('link', { name: 'Open' })).toBeNull();
});
