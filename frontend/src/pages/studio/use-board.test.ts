import { describe, expect, it } from 'vitest';
import { sampleTask } from '../../testing/sample-task.ts';
import { isOnBoard, mergeTasks } from './use-board.ts';

const at = (second: number): string => `2026-11-22T06:00:${String(second).padStart(2, '0')}.000Z`;

describe('mergeTasks', () => {
  it('keeps progress that is newer than the list', () => {
    const live = sampleTask({ status: 'processing', progress: 60, updatedAt: at(9) });
    const listed = sampleTask({ status: 'processing', progress: 40, updatedAt: at(5) });
    expect(mergeTasks([live], [listed])[0]?.progress).toBe(60);
  });

  it('takes the list for ended tasks, with their results', () => {
    const live = sampleTask({ status: 'completed', results: [], updatedAt: at(9) });
    expect(mergeTasks([live], [sampleTask({ updatedAt: at(9) })])[0]?.results).toHaveLength(1);
  });

  it('keeps a task that was accepted after the list was read, and drops one that was deleted', () => {
    const accepted = sampleTask({ id: 'new', createdAt: at(30) });
    const deleted = sampleTask({ id: 'old', createdAt: at(1) });
    const listed = sampleTask({ id: 'listed', createdAt: at(10) });
    expect(mergeTasks([accepted, deleted], [listed]).map(({ id }) => id)).toEqual(['new', 'listed']);
  });
});

describe('isOnBoard', () => {
  it('holds what runs and what was started today', () => {
    const now = new Date(2026, 10, 22, 12);
    const yesterday = new Date(2026, 10, 21, 12).toISOString();
    expect(isOnBoard({ status: 'processing', createdAt: yesterday }, now)).toBe(true);
    expect(isOnBoard({ status: 'completed', createdAt: yesterday }, now)).toBe(false);
    expect(isOnBoard({ status: 'failed', createdAt: new Date(2026, 10, 22, 1).toISOString() }, now)).toBe(
      true,
    );
  });
});
