import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../lib/api-error.ts';
import { deleteTasks } from './delete-tasks.ts';

const ids = Array.from({ length: 30 }, (_, index) => `task_${index}`);
const failure = (code: 'rate_limited' | 'not_found' | 'internal_error', status: number, details = {}) =>
  new ApiError({ code, status, message: code, details });

function run(remove: (id: string) => Promise<unknown>) {
  const gone: string[] = [];
  const waits: boolean[] = [];
  const abort = new AbortController();
  const work = deleteTasks({
    ids,
    remove,
    signal: abort.signal,
    onGone: (id) => gone.push(id),
    onWaiting: (isWaiting) => waits.push(isWaiting),
  });
  return { gone, waits, abort, work };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('deleteTasks', () => {
  it('asks for four at a time', async () => {
    let open = 0;
    let most = 0;
    const { gone, work } = run(async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 10));
      open -= 1;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    await work;
    expect(gone).toHaveLength(30);
    expect(most).toBe(4);
  });

  it('waits as long as the server asks, then deletes the rest', async () => {
    let allowed = 10;
    const remove = vi.fn(async () => {
      if (allowed === 0) throw failure('rate_limited', 429, { seconds: 20 });
      allowed -= 1;
    });
    const { gone, waits, work } = run(remove);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(gone).toHaveLength(10);
    expect(waits.at(-1)).toBe(true);
    // One refusal for each of the four under way, and no more while it waits.
    expect(remove.mock.calls.length).toBeLessThanOrEqual(14);
    allowed = 100;
    await vi.advanceTimersByTimeAsync(2_000);
    await work;
    expect(gone).toHaveLength(30);
    expect(waits.at(-1)).toBe(false);
  });

  it('goes on past what fails, tells the first failure, and takes what is gone for deleted', async () => {
    const { gone, work } = run(async (id) => {
      if (id === 'task_3') throw failure('internal_error', 500);
      if (id === 'task_4') throw failure('not_found', 404);
    });
    await expect(work).rejects.toMatchObject({ code: 'internal_error' });
    expect(gone).toHaveLength(29);
    expect(gone).toContain('task_4');
  });

  it('ends quietly when it is stopped, also while it waits', async () => {
    const { gone, abort, work } = run(async () => {
      throw failure('rate_limited', 429, { seconds: 600 });
    });
    await vi.advanceTimersByTimeAsync(1_000);
    abort.abort();
    await work;
    expect(gone).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
