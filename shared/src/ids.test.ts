import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isId, makeId } from './ids.ts';

test('ids sort by time, carry their kind and do not repeat', () => {
  const ids = Array.from({ length: 500 }, (_, index) =>
    makeId('task', 1_700_000_000_000 + index, randomBytes),
  );
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(Array.from({ length: 500 }, () => makeId('task', 1, randomBytes))).size).toBe(500);
  expect(ids.every((id) => isId('task', id) && !isId('asset', id))).toBe(true);
});

test.each(['', 'task_', 'task', 'asset_1', 'task_../x', `task_${'a'.repeat(65)}`, 'task_ä'])(
  '"%s" is not the id of a task',
  (value) => expect(isId('task', value)).toBe(false),
);
