import { expect, test } from 'vitest';
import { canMove, isEnded, TASK_STATES } from './task-states.ts';

test('nothing leaves completed or canceled, and only a retry leaves failed', () => {
  for (const to of TASK_STATES) {
    expect(canMove('completed', to)).toBe(false);
    expect(canMove('canceled', to)).toBe(false);
    expect(canMove('failed', to)).toBe(to === 'pending');
  }
});

test('a task is over in three of its five states', () => {
  expect(TASK_STATES.filter(isEnded)).toEqual(['completed', 'failed', 'canceled']);
});
