import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TaskPhase } from '@atelier/shared/contracts/admin-task';
import { canMove, TASK_STATES, type TaskState } from '@atelier/shared/task-states';
import { expect, test } from 'vitest';
import { isLegal, TASK_MOVES, type TaskMoveName } from '../src/tasks/task-machine.ts';

const FOLDER = path.join(import.meta.dirname, 'histories');

/** The step a task shows after a move; ends show none, and reports of progress are no moves. */
const STEP_OF_MOVE: Readonly<Partial<Record<TaskMoveName, string>>> = {
  submit: 'submitting',
  accept: 'waiting',
  collect: 'storing',
  requeue: 'queued',
  retry: 'queued',
};

interface Position {
  readonly phase: TaskPhase;
  readonly status: TaskState;
}

interface RecordedEvent {
  readonly type: string;
  readonly status: TaskState;
  readonly step: string;
}

/** `type status step`, as scripts/drill/histories.ts writes them. */
function readEvent(line: string): RecordedEvent {
  const [type = '', word = '', step = ''] = line.split(' ');
  const status = TASK_STATES.find((state) => state === word);
  if (!status) throw new Error(`no state of a task: ${word}`);
  return { type, status, step };
}

/** Where the event leads by today's table; a report of progress leads nowhere. @throws Error when nothing fits. */
function follow(position: Position, event: RecordedEvent): Position {
  const names = Object.keys(TASK_MOVES) as TaskMoveName[];
  // A vendor that still has the work is asked again without an event when storing was cut short.
  const phases: TaskPhase[] = position.phase === 'collecting' ? ['collecting', 'running'] : [position.phase];
  for (const phase of phases) {
    const move = names.find(
      (name) =>
        TASK_MOVES[name].event === event.type &&
        TASK_MOVES[name].status === event.status &&
        (STEP_OF_MOVE[name] ?? '-') === event.step &&
        isLegal(name, phase, position.status),
    );
    if (move) return { phase: TASK_MOVES[move].to, status: event.status };
  }
  const isProgress = event.type === 'task.progressed' && event.status === position.status;
  if (isProgress && position.phase !== 'queued' && position.phase !== 'ended') return position;
  throw new Error(`no move leads from ${position.phase}/${position.status} to "${event.type} ${event.step}"`);
}

/** Replays a recorded life. Returns where it ended. */
function replay(lines: readonly string[]): Position {
  const [first, ...rest] = lines.map(readEvent);
  expect(first).toEqual({ type: 'task.created', status: 'pending', step: 'queued' });
  let position: Position = { phase: 'queued', status: 'pending' };
  for (const event of rest) {
    const next = follow(position, event);
    if (next.status !== position.status) expect(canMove(position.status, next.status)).toBe(true);
    position = next;
  }
  return position;
}

const recorded = readdirSync(FOLDER).flatMap((file) => {
  const histories: readonly string[][] = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));
  return histories.map((history, index) => [`${file} ${index}`, history] as const);
});

test('every release has left its record, and all ends of a task are among them', () => {
  const ends = recorded.map(([, history]) => readEvent(history.at(-1) ?? '').status);
  expect(new Set(ends)).toEqual(new Set(['completed', 'failed', 'canceled']));
});

test.each(recorded)('%s ends today as it did then', (_name, history) => {
  const last = readEvent(history.at(-1) ?? '');
  expect(replay(history)).toEqual({ phase: 'ended', status: last.status });
});

test('a life that was never legal is noticed', () => {
  const begun = ['task.created pending queued', 'task.progressed processing submitting'];
  expect(() => replay([...begun, 'task.completed completed -'])).toThrow(/no move leads/);
  expect(() => replay([...begun, 'task.canceled canceled -', 'task.completed completed -'])).toThrow();
});
