import type { Task } from '@atelier/shared/contracts/task';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../lib/api-error.ts';
import { pngFile } from '../../testing/picture-files.ts';
import { sampleTask } from '../../testing/sample-task.ts';
import { type Submission, SubmissionQueue } from './submission-queue.ts';

const recipe = { taskType: 'basic_clean', model: 'local-basic-clean', parameters: {}, expectedPrice: 3 };
const files = (count: number): File[] => Array.from({ length: count }, (_, index) => pngFile(`${index}.png`));

interface Upload {
  readonly submission: Submission;
  readonly signal: AbortSignal;
  readonly progress: (fraction: number) => void;
  readonly accept: (task: Task) => void;
  readonly refuse: (error: unknown) => void;
}

function setUp() {
  const uploads: Upload[] = [];
  const accepted: string[] = [];
  const queue = new SubmissionQueue({
    send: (submission, progress, signal) =>
      new Promise((accept, refuse) => uploads.push({ submission, signal, progress, accept, refuse })),
    onAccepted: (task) => accepted.push(task.id),
  });
  const nth = (index: number): Upload => {
    const upload = uploads[index];
    if (!upload) throw new Error(`upload ${index} has not begun`);
    return upload;
  };
  return { queue, uploads, accepted, nth };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('SubmissionQueue', () => {
  it('sends three at once and the next when one is done', async () => {
    const { queue, uploads, accepted, nth } = setUp();
    queue.add(files(5), recipe);
    expect(uploads).toHaveLength(3);
    nth(0).accept(sampleTask({ id: 'task_a' }));
    await settle();
    expect(uploads).toHaveLength(4);
    expect(accepted).toEqual(['task_a']);
    expect(queue.snapshot()).toHaveLength(4);
  });

  it('gives every picture its own key and reports real progress', () => {
    const { queue, uploads, nth } = setUp();
    queue.add(files(3), recipe);
    expect(new Set(uploads.map(({ submission }) => submission.idempotencyKey)).size).toBe(3);
    nth(1).progress(0.4);
    expect(queue.snapshot().map((one) => one.sentFraction)).toEqual([0, 0.4, 0]);
  });

  it('tells about bytes five times a second at most, and at once when all have left', () => {
    vi.useFakeTimers();
    const { queue, nth } = setUp();
    queue.add(files(1), recipe);
    const told = vi.fn();
    queue.subscribe(told);
    for (let tick = 1; tick < 100; tick += 1) {
      nth(0).progress(tick / 100);
      vi.advanceTimersByTime(10);
    }
    expect(told.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(told.mock.calls.length).toBeLessThanOrEqual(6);
    told.mockClear();
    nth(0).progress(1);
    expect(told).toHaveBeenCalledOnce();
  });

  it('keeps a failed picture and repeats it under the same key', async () => {
    const { queue, uploads, nth } = setUp();
    queue.add(files(1), recipe);
    nth(0).refuse(new ApiError({ code: 'network_failed', status: 0, message: 'cut' }));
    await settle();
    const [failed] = queue.snapshot();
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'network_failed' } });
    queue.retry(failed?.id ?? '');
    expect(uploads).toHaveLength(2);
    expect(nth(1).submission.idempotencyKey).toBe(nth(0).submission.idempotencyKey);
    expect(queue.snapshot()[0]?.error).toBeUndefined();
  });

  it('sends again by itself what failed for a reason that is gone, and nothing else', async () => {
    const { queue, uploads, nth } = setUp();
    queue.add(files(2), recipe);
    nth(0).refuse(new ApiError({ code: 'network_failed', message: 'cut off', status: 0 }));
    nth(1).refuse(new ApiError({ code: 'credits_insufficient', message: 'too few', status: 402 }));
    await settle();
    queue.retryFailedBy(['network_failed']);
    expect(queue.snapshot().map(({ state }) => state)).toEqual(['sending', 'failed']);
    expect(uploads).toHaveLength(3);
    expect(nth(2).submission.idempotencyKey).toBe(nth(0).submission.idempotencyKey);
  });

  it('agrees to a new price under a new key', async () => {
    const { queue, nth } = setUp();
    queue.add(files(1), recipe);
    nth(0).refuse(
      new ApiError({ code: 'price_changed', status: 409, message: 'now 7', details: { price: 7 } }),
    );
    await settle();
    queue.confirmPrice(queue.snapshot()[0]?.id ?? '', 7);
    expect(nth(1).submission.recipe.expectedPrice).toBe(7);
    expect(nth(1).submission.idempotencyKey).not.toBe(nth(0).submission.idempotencyKey);
  });

  it('one failure does not hold up the others', async () => {
    const { queue, uploads, nth } = setUp();
    queue.add(files(4), recipe);
    nth(0).refuse(new ApiError({ code: 'file_damaged', status: 422, message: 'damaged' }));
    await settle();
    expect(uploads).toHaveLength(4);
  });

  it('stops an upload that is given up, and frees its thumbnail', async () => {
    const { queue, uploads, nth } = setUp();
    queue.add(files(4), recipe);
    queue.remove(nth(0).submission.id);
    expect(nth(0).signal.aborted).toBe(true);
    expect(URL.revokeObjectURL).toHaveBeenCalledOnce();
    nth(0).refuse(new DOMException('aborted', 'AbortError'));
    await settle();
    expect(queue.snapshot()).toHaveLength(3);
    expect(uploads).toHaveLength(4);
  });
});
