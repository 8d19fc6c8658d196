import type { Batch, BatchItem } from '@atelier/shared/contracts/batch';
import type { TaskEventData } from '@atelier/shared/contracts/event';
import { describe, expect, it } from 'vitest';
import { barParts, isAwaited, liveBatch, withEvent } from './live-batch.ts';

const item = (position: number, more: Partial<BatchItem> = {}): BatchItem => ({
  position,
  name: `${position}.jpg`,
  sizeBytes: 10,
  state: 'pending',
  taskId: `task_${position}`,
  taskNo: null,
  progress: 0,
  step: null,
  queuePosition: 3,
  preview: null,
  resultCount: 0,
  linkedCount: 0,
  emulated: false,
  priceCredits: 1,
  chargedCredits: null,
  error: null,
  errorCode: null,
  canRetry: false,
  isDeleted: false,
  ...more,
});

const NOTHING = { missing: 0, refused: 0, pending: 0, processing: 0, completed: 0, failed: 0, canceled: 0 };

/** Only what these functions look at; the rest of a batch is carried along untouched. */
const batch = (fileCount: number, more: Partial<Batch> = {}): Batch =>
  ({ fileCount, isOpen: false, state: 'running', progress: 0, counts: NOTHING, ...more }) as Batch;

const event = (taskId: string, more: Partial<TaskEventData>): TaskEventData =>
  ({ taskId, batchId: 'batch_a', status: 'processing', progress: 40, step: null, ...more }) as TaskEventData;

describe('an event of one task', () => {
  it('moves its picture and no other, and takes it out of the line', () => {
    const [first, second] = withEvent([item(0), item(1)], event('task_1', {}));
    expect(first).toEqual(item(0));
    expect(second).toMatchObject({ state: 'processing', progress: 40, queuePosition: null });
  });

  it('that comes late wakes nothing that has ended; a retry does', () => {
    const ended = [item(0, { state: 'failed', queuePosition: null })];
    expect(withEvent(ended, event('task_0', { status: 'processing' }))).toEqual(ended);
    expect(withEvent(ended, event('task_0', { status: 'pending', progress: 0 }))[0]?.state).toBe('pending');
  });
});

describe('the batch as its pictures have it', () => {
  it('counts states, and is done only when nothing is live', () => {
    const items = [item(0, { state: 'completed' }), item(1, { state: 'processing', progress: 50 })];
    expect(liveBatch(batch(2), items)).toMatchObject({
      state: 'running',
      progress: 75,
      counts: { completed: 1, processing: 1 },
    });
    const ended = [item(0, { state: 'completed' }), item(1, { state: 'failed' })];
    expect(liveBatch(batch(2), ended)).toMatchObject({
      state: 'ended',
      progress: 100,
      counts: { failed: 1 },
    });
  });

  it('waits for missing pictures only while it is open', () => {
    const items = [item(0, { state: 'completed' }), item(1, { state: 'missing', taskId: null })];
    expect(liveBatch(batch(2, { isOpen: true }), items)).toMatchObject({ state: 'receiving', progress: 50 });
    expect(liveBatch(batch(2), items)).toMatchObject({ state: 'ended', progress: 100 });
  });

  it('never shows 100 % before its end, and keeps the server’s word while pictures are unread', () => {
    const nearly = Array.from({ length: 200 }, (_, at) =>
      item(at, at === 0 ? { state: 'processing', progress: 99 } : { state: 'completed' }),
    );
    expect(liveBatch(batch(200), nearly).progress).toBe(99);
    const known = batch(3, { progress: 66 });
    expect(liveBatch(known, nearly.slice(0, 2))).toBe(known);
    expect(liveBatch(known, undefined)).toBe(known);
  });

  it('fills its bar by ends of every kind and by what the live ones have done', () => {
    const counts = { ...NOTHING, completed: 2, failed: 1, refused: 1, canceled: 1, processing: 1 };
    const parts = barParts(batch(10, { counts }), [item(0, { state: 'processing', progress: 50 })]);
    expect(parts).toEqual({ good: 20, bad: 20, quiet: 10, live: 5 });
  });
});

it('a place waits for its picture when none came or only credits were missing', () => {
  expect(isAwaited(item(0, { state: 'missing' }))).toBe(true);
  expect(isAwaited(item(0, { state: 'refused', errorCode: 'credits_insufficient' }))).toBe(true);
  expect(isAwaited(item(0, { state: 'refused', errorCode: 'file_damaged' }))).toBe(false);
  expect(isAwaited(item(0, { state: 'completed' }))).toBe(false);
});
