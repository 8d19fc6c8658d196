import type { TaskPhase } from '@atelier/shared/contracts/admin-task';
import { canMove, isEnded } from '@atelier/shared/task-states';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isLegal, TASK_MOVES, type TaskMove, type TaskMoveName } from './task-machine.ts';

const MOVES = Object.keys(TASK_MOVES) as TaskMoveName[];

interface Position {
  readonly phase: TaskPhase;
  readonly status: 'pending' | 'processing' | 'completed' | 'failed' | 'canceled';
}

function step(position: Position, name: TaskMoveName): Position {
  const move: TaskMove = TASK_MOVES[name];
  return isLegal(name, position.phase, position.status) ? { phase: move.to, status: move.status } : position;
}

test('no sequence of moves leaves the public table of states or contradicts the phase', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...MOVES), { maxLength: 60 }), (names) => {
      let position: Position = { phase: 'queued', status: 'pending' };
      for (const name of names) {
        const next = step(position, name);
        if (next.status !== position.status) expect(canMove(position.status, next.status)).toBe(true);
        expect(isEnded(next.status)).toBe(next.phase === 'ended');
        expect(next.status === 'pending').toBe(next.phase === 'queued');
        position = next;
      }
    }),
    { numRuns: 2000 },
  );
});

test('completed and canceled are final; only a failed task can be retried', () => {
  for (const name of MOVES) {
    expect(isLegal(name, 'ended', 'completed')).toBe(false);
    expect(isLegal(name, 'ended', 'canceled')).toBe(false);
    expect(isLegal(name, 'ended', 'failed')).toBe(name === 'retry');
  }
});

test('every live phase can be canceled and can fail', () => {
  for (const phase of ['queued', 'submitting', 'running', 'collecting'] as const) {
    expect(isLegal('cancel', phase, 'processing')).toBe(true);
    expect(isLegal('fail', phase, 'processing')).toBe(true);
  }
});

test('results are complete only after they were collected', () => {
  for (const phase of ['queued', 'submitting', 'running', 'ended'] as const) {
    expect(isLegal('complete', phase, 'processing')).toBe(false);
  }
});
