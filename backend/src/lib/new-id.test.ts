import { expect, test } from 'vitest';
import { newBatchNumber, newTaskNumber } from './new-id.ts';

const at = (time: string) => ({ now: () => new Date(time) });

test('a number tells kind and day, and sorts by time within a day and over days', () => {
  const times = [
    '2026-11-22T00:00:00.000Z',
    '2026-11-22T00:00:00.100Z',
    '2026-11-22T09:30:00.000Z',
    '2026-11-22T23:59:59.999Z',
    '2026-11-23T00:00:00.000Z',
  ];
  const numbers = times.map((time) => newTaskNumber(at(time)));
  expect(numbers[0]).toMatch(/^T20261122-0000[0-9A-HJKMNP-TV-Z]{6}$/);
  expect(numbers[3]).toMatch(/^T20261122-ZZZZ[0-9A-HJKMNP-TV-Z]{6}$/);
  expect(numbers.toSorted()).toEqual(numbers);
  expect(newBatchNumber(at('2026-11-22T12:00:00.000Z'))).toMatch(/^B20261122-G000/);
});

test('numbers of one moment differ', () => {
  const moment = at('2026-11-22T12:00:00.000Z');
  expect(new Set(Array.from({ length: 100 }, () => newTaskNumber(moment))).size).toBe(100);
});
