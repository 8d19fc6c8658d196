import type { BatchFileOutcome, BatchItem } from '@atelier/shared/contracts/batch';
import { expect, it } from 'vitest';
import { withArrived } from './with-arrived.ts';

const item = (position: number, more: Partial<BatchItem> = {}): BatchItem => ({
  position,
  name: `${position}.jpg`,
  sizeBytes: 10,
  state: 'missing',
  taskId: null,
  taskNo: null,
  progress: 0,
  step: null,
  queuePosition: null,
  preview: null,
  resultCount: 0,
  linkedCount: 0,
  emulated: false,
  priceCredits: null,
  chargedCredits: null,
  error: null,
  errorCode: null,
  canRetry: false,
  isDeleted: false,
  ...more,
});

const outcome = (position: number, more: Partial<BatchFileOutcome>): BatchFileOutcome => ({
  position,
  name: `${position}.jpg`,
  taskId: null,
  code: null,
  message: null,
  details: {},
  ...more,
});

it('a picture that arrived waits with its task, and events about that task find it', () => {
  const [first, second] = withArrived([item(0), item(1)], [outcome(1, { taskId: 'task_b' })]);
  expect(first).toMatchObject({ state: 'missing', taskId: null });
  expect(second).toMatchObject({ state: 'pending', taskId: 'task_b' });
});

it('neither a refusal nor an old answer changes what the list knows', () => {
  const done = item(0, { state: 'completed', taskId: 'task_a', progress: 100 });
  const outcomes = [
    outcome(0, { taskId: 'task_a' }),
    outcome(1, { code: 'file_damaged', message: 'Damaged' }),
  ];
  expect(withArrived([done, item(1)], outcomes)).toEqual([done, item(1)]);
});
